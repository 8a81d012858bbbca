import type { Locale } from "./routing";

/** One file per area under `messages/<locale>/`; the file name is the namespace. */
export const areas = [
  "common", "ui", "errors", "enums", "forms", "home", "items", "applications", "apply", "me", "progress", "verify",
  "elder", "identity", "signIn", "desk", "deskCase", "admin", "dev",
  "certificates", "certificateTypes", "certificateImport", "certificateLife", "certificateUses", "ratings", "rectification", "outbox",
  "help", "accessibility", "privacy", "guidedStart", "places", "shares", "proof", "messagePreferences", "enquiries",
  "departments", "closures", "proposals", "words", "templates", "due", "glossary", "helpSteps",
  "onFile", "materials", "experts", "joint", "deliveries", "hearings", "keep", "archive", "assignment", "builder", "consent", "counter", "data", "delegations", "exchange", "expressions", "levels", "life", "lifeEvents", "operations", "organisations", "present", "process", "queue", "revisions", "security", "staff", "supervision", "terms", "wallet",
] as const;

export type Area = (typeof areas)[number];
export type MessageTree = { [key: string]: string | MessageTree };

async function loadArea(locale: Locale, area: Area): Promise<[Area, MessageTree]> {
  const file = (await import(`./messages/${locale}/${area}.json`)) as { default: MessageTree };
  return [area, file.default];
}

const kept = new Map<Locale, Promise<Record<string, MessageTree>>>();

/** Every message of one language, by area; put together once for each process, because every page asks. */
export function loadMessages(locale: Locale): Promise<Record<string, MessageTree>> {
  const messages = kept.get(locale) ?? Promise.all(areas.map((area) => loadArea(locale, area))).then((loaded) => Object.fromEntries(loaded));
  kept.set(locale, messages);
  // What could not be read once is read again.
  messages.catch(() => kept.delete(locale));
  return messages;
}
