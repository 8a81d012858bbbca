import type { DivisionLists } from "@/app/_shared/forms/divisions";
import type { LivePage } from "@/app/_shared/forms/pageRules";
import type { FormError } from "@/domain/forms/rules/errors";
import type { AnswerConflict } from "@/domain/forms/rules/inputs";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { ErrorParams } from "@/domain/core/errors";

/** How a page stands after it was sent: what was typed, what is wrong, where the focus belongs. */
export type SectionState = {
  /** Changes with every answer of the server, so that the inputs are drawn anew. */
  at: string;
  raw: RawAnswers | null;
  /** What the page shows for that, as the server says: all there is without script, and with it until the browser has the rules. */
  live: LivePage;
  /** What the page agreed on with the server before anything was typed since. */
  base: RawAnswers;
  /** What was answered differently here and elsewhere, and awaits a choice. */
  conflicts: readonly AnswerConflict[];
  errors: readonly FormError[];
  refusal: { code: string; params: ErrorParams } | null;
  /** The answers brought up questions that the page had not shown. */
  asksMore: boolean;
  /** The id of the element to go to, for those who have script. */
  focus: string | null;
  lists: DivisionLists;
  /** The network was away when it was sent. */
  lost?: true;
};
