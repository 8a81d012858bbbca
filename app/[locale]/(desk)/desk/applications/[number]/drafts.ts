import type { Answers } from "@/app/_trpc/types";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { deskActs, untouched, type ActState, type DeskAct } from "./state";

/** Which draft a form writes: the one it names, or that of its act; nothing for a form whose words are not kept. */
export function kindOf(form: HTMLFormElement | null): string | undefined {
  if (!form) return undefined;
  const act = form.elements.namedItem("_act");
  return form.dataset["draft"] ?? (act instanceof HTMLInputElement && act.value ? `act:${act.value}` : undefined);
}

/** What somebody typed or chose in a form: not what the page put there. */
export function typedIn(form: HTMLFormElement, raw: RawAnswers): Record<string, string | string[]> {
  const hidden = new Set([...form.querySelectorAll<HTMLInputElement>("input[type=hidden]")].map(({ name }) => name));
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !hidden.has(name)));
}

type Draft = Answers["applications"]["deskDrafts"][number];

/** The kept words by act, and the note; `latest` is the act that was written last, among those open now. */
export function restoredDrafts(drafts: readonly Draft[], open: readonly DeskAct[]) {
  const acts = drafts.flatMap(({ kind, fields, savedAt }) => {
    const act = deskActs.find((one) => kind === `act:${one}`);
    return act ? [{ act, fields, savedAt }] : [];
  });
  const note = drafts.find(({ kind }) => kind === "note")?.fields["note"];
  return {
    byAct: Object.fromEntries(acts.map(({ act, fields }) => [act, fields])) as Partial<Record<DeskAct, RawAnswers>>,
    latest: acts.find(({ act }) => open.includes(act)),
    note: typeof note === "string" ? note : undefined,
  };
}

/** The acts as they were left half written. */
export function resumedAct(latest: { act: DeskAct; fields: RawAnswers; savedAt: string } | undefined): ActState {
  return latest ? { ...untouched, at: latest.savedAt, act: latest.act, raw: latest.fields } : untouched;
}
