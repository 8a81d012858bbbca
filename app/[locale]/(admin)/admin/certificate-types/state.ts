import { z } from "zod";
import type { Refusal } from "@/app/_trpc/server";
import type { LayoutDraft } from "@/app/_shared/certificates/layout/draft";

export const Done = z.enum(["created", "opened", "saved", "published", "discarded"]);
export type Done = z.infer<typeof Done>;

/** A field of the face as its form holds it. */
export type FieldDraft = { key: string; zh: string; en: string; type: string; mask: string; maxLength: string; required: boolean };
/** The facts of an edition as their form holds them. */
export type FactsDraft = Record<(typeof factNames)[number], string> & { holderKinds: string[]; fields: FieldDraft[] };

export const factNames = [
  "name", "nameEn", "organName", "organLevel", "issuers", "issuingLevel", "directoryKind", "grade", "validityKind", "until", "months", "event", "validityText", "basis", "category", "aliases", "linkedItems", "severalPerHolder", "suite", "note",
] as const;

export type FactsState = { draft: FactsDraft; version: number; attempt: number; wrong: string[]; refusal?: Refusal };
export type FaceState = { draft: LayoutDraft; own: boolean; version: number; attempt: number; wrong: string[]; refusal?: Refusal };
export type NewState = { typed: { id: string; code: string; name: string }; wrong: string[]; refusal?: Refusal };
