import { useLocale, useTranslations } from "next-intl";
import { localePath } from "@/app/_i18n/routing";
import { QuestionCount } from "@/app/_shared/forms/QuestionHead";
import { ItemName, Localised } from "@/app/_shared/items/Localised";
import { Button } from "@/app/_ui/Button";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { inEnglish } from "@/domain/items/rules/english";
import { fits, unsure } from "@/domain/items/rules/guided-start";
import type { Guide } from "../guide";
import { startHref, type StartProgress } from "./query";

type Props = { guide: Guide; progress: StartProgress; open: number; asked: string | undefined };

/** The question that is open, alone on its page; what was answered before travels along in the address. */
export function AskPage({ guide, progress, open, asked }: Props) {
  const t = useTranslations("guidedStart");
  const locale = useLocale();
  const { questions } = progress;
  const question = questions[open];
  if (!question) return null;
  const error = asked === question.name ? t("choose") : undefined;
  const before = questions[open - 1];
  const back = before ? startHref(guide.code, progress, { [before.name]: undefined }) : `/items/${guide.code}`;
  return (
    <Page width="form" before={<BackLink href={back} />} notice={<ErrorSummary errors={error ? [{ name: question.name, message: error }] : []} />}>
      <PageHeading caption={<ItemName {...guide.content} />} title={t("heading")} lead={open === 0 ? t("lead", { count: questions.length }) : undefined} />
      <QuestionCount current={open + 1} total={questions.length} />
      <form action={localePath(locale, `/items/${guide.code}/start`)} method="get">
        <FieldStack>
          {questions.flatMap(({ name, value }) => (value === undefined ? [] : [<input key={name} type="hidden" name={name} value={value} />]))}
          <input type="hidden" name="asked" value={question.name} />
          {question.kind === "conditions" ? <ConditionsQuestion content={guide.content} error={error} /> : (
            <RadioGroup name={question.name} legend={<Localised text={question.situation.question} />} error={error} choices={[
              ...question.situation.options.map(({ value, label }) => ({ value, label: <Localised text={label} /> })),
              { value: unsure, label: t("situation.unsure"), hint: t("situation.unsureHint") },
            ]} />
          )}
          <div><Button type="submit" look="primary" icon="arrowRight">{t("next")}</Button></div>
        </FieldStack>
      </form>
    </Page>
  );
}

function ConditionsQuestion({ content, error }: { content: Guide["content"]; error: string | undefined }) {
  const t = useTranslations("guidedStart.conditions");
  const texts = content.conditions.map(inEnglish(content));
  const partlyChinese = useLocale() === "en" && texts.some(({ en }) => en === undefined);
  return (
    <>
      <div className="flex flex-col gap-3 rounded-card border border-line bg-subtle p-5">
        <h2 className="text-h3 font-bold">{t("list", { count: texts.length })}</h2>
        {partlyChinese && <p className="max-w-measure">{t("inChinese")}</p>}
        <ul className="flex max-w-measure list-disc flex-col gap-2 pl-[1.4em]">{texts.map((text) => <li key={text.zh} className="whitespace-pre-line"><Localised text={text} /></li>)}</ul>
      </div>
      <RadioGroup name="fits" legend={t("question")} error={error} choices={fits.map((value) => ({ value, label: t(value) }))} />
    </>
  );
}
