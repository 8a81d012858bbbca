import { z } from "zod";

const Word = z.string().trim().min(1).max(30);

/** What changes search or the home page: an editor writes it, a publisher confirms it. */
export const WordChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("addSynonym"), spoken: Word, official: Word }),
  z.strictObject({ kind: z.literal("removeSynonym"), spoken: Word, official: Word }),
  /** Names a theme as items carry it, and puts it on the home page of people or organisations, or on neither. */
  z.strictObject({ kind: z.literal("setTheme"), theme: Word, nameZh: Word, nameEn: z.string().trim().min(1).max(60), home: z.enum(["person", "organisation"]).nullable(), position: z.int().min(0).max(999) }),
  z.strictObject({ kind: z.literal("removeTheme"), theme: Word }),
]);
export type WordChange = z.infer<typeof WordChange>;

export const wordChangeKinds = WordChange.options.map(({ shape }) => shape.kind.value);

/** Pins a hot word at a place, hides one, or leaves it to what people search for. */
export const SetHotWord = z.strictObject({ word: Word, state: z.enum(["pinned", "hidden", "counted"]), position: z.int().min(0).max(999).default(0) });
export type SetHotWord = z.infer<typeof SetHotWord>;

export const FindSynonyms = z.strictObject({ query: z.string().trim().max(30).optional(), cursor: z.string().max(300).optional() });
export type FindSynonyms = z.infer<typeof FindSynonyms>;
