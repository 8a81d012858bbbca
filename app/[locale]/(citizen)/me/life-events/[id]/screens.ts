import type { Answers } from "@/app/_trpc/types";
import { compileForm } from "@/domain/forms/rules/compile";
import { isRecalled } from "@/domain/forms/rules/prefill";
import { screensOf, type Screen } from "@/domain/forms/rules/questions";

export type Asked = Answers["lifeEvents"]["questions"];

/** Where each answer that is known came from. */
export const sourcesOf = ({ definition, answers, context }: Pick<Asked, "definition" | "answers" | "context">) => compileForm(definition).origins(answers, context);

/** The screens of the questions in the simplified flow: what is known of the person is looked at together. */
export function screensFor(asked: Pick<Asked, "definition" | "answers" | "context" | "errors">): Screen[] {
  const sources = sourcesOf(asked);
  const wrong = new Set(asked.errors.map(({ fieldId }) => fieldId.split(".")[0]));
  const pages = compileForm(asked.definition).visible(asked.answers, asked.context).sections;
  return screensOf(pages, (id) => isRecalled(sources[id]) && Object.hasOwn(asked.answers, id) && !wrong.has(id));
}

/** The address of a page of the questions, or in the simplified flow of one of them; without language. */
export const questionPath = (id: string, section: string, question?: string): string => `/me/life-events/${id}/${section}${question === undefined ? "" : `?${new URLSearchParams({ question })}`}`;
