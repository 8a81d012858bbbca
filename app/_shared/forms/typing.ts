import { dropSealed, keepSealed, readSealed } from "@/app/_shared/offline/sealed";
import { canSeal, claimStore, ownerOf } from "@/app/_shared/offline/owner";
import type { RawAnswers } from "@/domain/forms/rules/reading";

/** One page of a form, or in the simplified flow one question of it, as this browser keeps what is typed there until the server has it. */
export type TypingPlace = { owner: string; draft: string; section: string; question?: string | undefined };

/** What was typed and when, what the page agreed on with the server before, and what was sent without an answer. */
export type Typing = { raw: RawAnswers; base: RawAnswers; sent: RawAnswers | null; at: string };

/** What nobody comes back to goes after thirty days. */
const longestMs = 30 * 86_400_000;

const keyOf = ({ draft, section, question = "" }: TypingPlace) => `${draft}/${section}/${question}/`;
const lockOf = (id: string) => `tongban-typing/${id}`;

/**
 * Where one tab keeps what is typed into a page. While it keeps anything, it holds a lock by which other tabs know that whoever
 * typed it is still there; the lock of a browser that died is gone.
 */
export function keepTyping(place: TypingPlace) {
  const id = `${keyOf(place)}${crypto.randomUUID()}`;
  let release: (() => void) | undefined;
  let last: Promise<unknown> = Promise.resolve();
  // Signing out, in this tab or another, takes the store away; a page that is still there does not open it again.
  const isTheirs = () => ownerOf("typing") === place.owner;
  // One after the other, so that what was typed last is what is kept.
  const inTurn = (act: () => Promise<unknown>) => (last = last.then(act, act));

  const hold = () => {
    if (release) return;
    release = () => undefined;
    void navigator.locks.request(lockOf(id), () => new Promise<void>((resolve) => (release = resolve))).catch(() => undefined);
  };
  return {
    /** The page is there, opened for whoever is signed in. */
    open: () => claimStore("typing", place.owner),
    /** Whether it is kept on this device; a browser that will not keep it leaves it to the page. */
    async keep(typing: Typing): Promise<boolean> {
      if (!canSeal() || !isTheirs()) return false;
      hold();
      return inTurn(async () => isTheirs() && (await keepSealed("typing", id, { ...place, ...typing }), true)).then((kept) => kept === true, () => false);
    },
    drop(): void {
      if (!release) return;
      release();
      release = undefined;
      void inTurn(() => dropSealed("typing", id)).catch(() => undefined);
    },
    stop: () => release?.(),
  };
}

export type Left = Typing & { id: string; section: string; question: string };

const isRaw = (value: unknown): value is RawAnswers =>
  typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string" || (Array.isArray(text) && text.every((one) => typeof one === "string")));

type Kept = Typing & { owner: string };

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && "owner" in value && "at" in value && typeof value.at === "string" && "raw" in value && isRaw(value.raw) && "base" in value && isRaw(value.base) && "sent" in value;

// An instant that cannot be read is no reason to keep anything.
const isGone = ({ owner, at }: Kept, asked: string, now: number) => owner !== asked || !(now - Date.parse(at) <= longestMs);

/** What was typed into a page by the same person in this browser and is neither on the server nor open in another tab; the latest first. */
export const leftTypings = (place: TypingPlace): Promise<Left[]> => leftUnder(place.owner, keyOf(place));

/** The same of all pages of a draft. */
export const leftInDraft = ({ owner, draft }: Pick<TypingPlace, "owner" | "draft">): Promise<Left[]> => leftUnder(owner, `${draft}/`);

function namesIn(id: string): Pick<Left, "section" | "question"> {
  const [, section = "", question = ""] = id.split("/");
  return { section, question };
}

async function leftUnder(asked: string, prefix: string, now = Date.now()): Promise<Left[]> {
  if (!canSeal() || ownerOf("typing") !== asked) return [];
  const held = new Set((await navigator.locks.query()).held?.map(({ name }) => name));
  const found: Left[] = [];
  for (const { id, value } of await readSealed("typing")) {
    if (!isKept(value) || isGone(value, asked, now)) await dropSealed("typing", id);
    else if (id.startsWith(prefix) && !held.has(lockOf(id))) found.push({ ...value, id, ...namesIn(id) });
  }
  return found.toSorted((one, other) => other.at.localeCompare(one.at));
}

export async function forgetTypings(ids: readonly string[]): Promise<void> {
  for (const id of ids) await dropSealed("typing", id).catch(() => undefined);
}
