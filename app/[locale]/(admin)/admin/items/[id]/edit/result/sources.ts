import { localText } from "@/app/_shared/forms/localised";
import type { Locale } from "@/app/_i18n/routing";
import type { OptionGroup } from "@/app/_ui/Select";
import type { FormDefinition } from "@/domain/forms/schema";
import { caseFacts, type CaseFact } from "@/domain/items/schema/result";

const silent = new Set(["note", "file"]);

/** What a face field can be bound to: answers page by page, and the facts of the case. */
export function sourcesOf(form: FormDefinition, locale: Locale, words: { facts: string; fact: (fact: CaseFact) => string }): OptionGroup[] {
  const pages = form.sections.map(({ title, fields }) => ({
    label: localText(title, locale), options: fields.filter(({ type }) => !silent.has(type)).map(({ id, label }) => ({ value: id, label: localText(label, locale) })),
  }));
  const facts = { label: words.facts, options: caseFacts.map((fact) => ({ value: fact, label: words.fact(fact) })) };
  return [...pages.filter(({ options }) => options.length > 0), facts];
}
