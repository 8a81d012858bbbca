import type { Refusal } from "@/app/_trpc/server";
import type { LayoutDraft } from "@/app/_shared/certificates/layout/draft";

/** The result of an item as its form holds it. */
export type ResultDraft = {
  name: string; kind: string; certificateType: string; validMonths: string; validity: string; sampleUrl: string; coHolders: string;
  /** Binding of each face field by its key. */
  bindings: Record<string, string>;
  /** Fields a type without its own lets an item make up. */
  rows: { key: string; zh: string; en: string; field: string }[];
  own: boolean;
  layout: LayoutDraft | null;
};

/** What a colleague saved meanwhile, field by field as text. */
export type Theirs = { part: "name" | "certificateType" | "validMonths" | "face" | "layout"; text: string };

export type ResultState = { draft: ResultDraft; version: number; attempt: number; wrong: string[]; refusal?: Refusal; theirs?: Theirs[] };
