import type { DivisionLists } from "@/app/_shared/forms/divisions";
import type { Refusal } from "@/app/_trpc/server";
import type { FormError } from "@/domain/forms/rules/errors";
import type { RawAnswers } from "@/domain/forms/rules/reading";

/** A page of questions as it came back: `raw` is what was typed, null what is stored. */
export type QuestionState = { at: string; raw: RawAnswers | null; errors: FormError[]; refusal: Refusal | null; lists: DivisionLists };
