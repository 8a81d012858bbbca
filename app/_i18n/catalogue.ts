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
/** An area, or one part of it: `applications.status`. */
export type Part = Area | `${Area}.${string}`;
export type MessageTree = { [key: string]: string | MessageTree };

async function loadArea(locale: Locale, area: Area): Promise<[Area, MessageTree]> {
  const file = (await import(`./messages/${locale}/${area}.json`)) as { default: MessageTree };
  return [area, file.default];
}

/** Of all messages those of these parts, each in its place. */
export function partsOf(messages: Readonly<Record<string, unknown>>, parts: readonly Part[]): Record<string, unknown> {
  const chosen: Record<string, unknown> = {};
  for (const part of parts) {
    const [area = "", name] = part.split(".");
    const whole = messages[area];
    const beside = chosen[area];
    chosen[area] = name === undefined ? whole : { ...(isTree(beside) ? beside : {}), [name]: isTree(whole) ? whole[name] : undefined };
  }
  return chosen;
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const kept = new Map<Locale, Promise<Record<string, MessageTree>>>();

/** Every message of one language, by area; put together once for each process, because every page asks. */
export function loadMessages(locale: Locale): Promise<Record<string, MessageTree>> {
  const messages = kept.get(locale) ?? Promise.all(areas.map((area) => loadArea(locale, area))).then((loaded) => Object.fromEntries(loaded));
  kept.set(locale, messages);
  // What could not be read once is read again.
  messages.catch(() => kept.delete(locale));
  return messages;
}
