import { useTranslations } from "next-intl";
import { ItemName, Localised } from "@/app/_shared/items/Localised";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { SummaryList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import type { Material } from "@/domain/items/schema";
import { needOf, unsure, type Need } from "@/domain/items/rules/guided-start";
import { AtAGlance } from "../AtAGlance";
import type { Guide } from "../guide";
import { MaterialList } from "../Materials";
import { applyHref, startHref, type StartAnswers, type StartProgress } from "./query";

type Props = { guide: Guide; answers: StartAnswers; progress: StartProgress };

/** What this person needs and nothing else, cost and time, and the way in; a page to print and take along. */
export function NeedsPage({ guide, answers, progress }: Props) {
  const t = useTranslations("guidedStart");
  const { content, code } = guide;
  const byNeed = Object.groupBy(content.materials, (material): Need => needOf(material, answers.chosen));
  const { needed = [], perhaps = [], notNeeded = [] } = byNeed;
  const last = progress.questions.at(-1);
  return (
    <Page before={<BackLink href={last ? startHref(code, progress, { [last.name]: undefined }) : `/items/${code}`} />}>
      <PageHeading caption={<ItemName {...content} />} title={t("needs.title")} lead={needed.length === 0 && perhaps.length === 0 ? t("needs.none") : t("needs.lead", { needed: needed.length, perhaps: perhaps.length })} />
      {answers.fits === "unsure" && <Notice title={t("needs.unsureTitle")}>{t("needs.unsureText")}</Notice>}
      <AtAGlance guide={guide} prepare={t("needs.count", { needed: needed.length, perhaps: perhaps.length })} />
      {needed.length > 0 && <Section title={t("needs.needed")} intro={t("needs.neededIntro")}><MaterialList materials={needed.map(decided)} guide={guide} /></Section>}
      {perhaps.length > 0 && <Section title={t("needs.perhaps")} intro={t("needs.perhapsIntro")}><MaterialList materials={perhaps} guide={guide} /></Section>}
      {notNeeded.length > 0 && (
        <Details summary={t("needs.notNeeded", { count: notNeeded.length })}>
          <ul className="flex max-w-measure list-disc flex-col gap-1 py-2 pl-[1.4em] text-muted">{notNeeded.map(({ key, name }) => <li key={key}><Localised text={name} /></li>)}</ul>
        </Details>
      )}
      <Section title={t("needs.answers")}><Answered guide={guide} progress={progress} /></Section>
      <div data-print="no" className="flex flex-col gap-3">
        <ButtonRow>
          <ButtonLink href={applyHref(code, answers.chosen)} look="primary" icon="arrowRight">{t("needs.start")}</ButtonLink>
          <ButtonLink href={`/items/${code}`}>{t("needs.guide")}</ButtonLink>
        </ButtonRow>
        <p className="max-w-measure text-muted">{t("needs.kept")}</p>
      </div>
    </Page>
  );
}

/** Without the condition that was answered. */
const decided = ({ condition: _condition, ...material }: Material): Material => material;

/** What was answered, each with the way to answer it anew. */
function Answered({ guide: { code }, progress }: Pick<Props, "guide" | "progress">) {
  const t = useTranslations("guidedStart");
  const rows = progress.questions.map((question) => {
    const changeHref = startHref(code, progress, { [question.name]: undefined });
    if (question.kind === "conditions") return { label: t("conditions.question"), value: question.value === "yes" ? t("conditions.yes") : t("conditions.unsure"), changeHref };
    const { situation, value } = question;
    const option = situation.options.find((entry) => entry.value === value);
    return { label: <Localised text={situation.question} />, value: value === unsure || !option ? t("situation.unsure") : <Localised text={option.label} />, changeHref };
  });
  return <SummaryList rows={rows} />;
}
