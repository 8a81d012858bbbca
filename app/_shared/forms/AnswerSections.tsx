import { useLocale, useTranslations } from "next-intl";
import { SummaryList, type SummaryRow } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import type { VisibleSection } from "@/domain/forms/rules/compile";
import type { Answers } from "@/domain/forms/schema";
import { Localised } from "../items/Localised";
import { AnswerText, type DivisionNames } from "./AnswerText";
import { localText } from "./localised";

type Props = {
  sections: readonly VisibleSection[];
  answers: Answers;
  divisions: DivisionNames;
  /** Heading level of the sections. */
  level?: 2 | 3;
  /** Where a question can be changed; left out, or nothing, where it cannot. */
  changeHref?: (sectionId: string, fieldId: string) => string | undefined;
  /** Required questions that are still open or wrong, by field id. */
  missing?: ReadonlySet<string>;
};

/** The answers of an application by page, for checking before it is sent and for reading afterwards. */
export function AnswerSections({ sections, answers, divisions, level = 2, changeHref, missing }: Props) {
  const t = useTranslations("applications.answer");
  const locale = useLocale();
  return sections.map(({ section, fields }) => {
    const list = (
      <SummaryList
        rows={fields.filter(({ type }) => type !== "note").map((field): SummaryRow => ({
          label: localText(field.label, locale),
          value: missing?.has(field.id)
            ? <strong className="text-danger">{t("missing")}</strong>
            : Object.hasOwn(answers, field.id) ? <AnswerText field={field} value={answers[field.id]} divisions={divisions} /> : undefined,
          changeHref: field.type === "computed" ? undefined : changeHref?.(section.id, field.id),
        }))}
      />
    );
    // The only question of a page is its title: it is said once.
    const isTitle = fields.length === 1 && fields[0]?.label.zh === section.title.zh;
    return isTitle ? <div key={section.id}>{list}</div> : <Section key={section.id} level={level} title={<Localised text={section.title} />}>{list}</Section>;
  });
}
