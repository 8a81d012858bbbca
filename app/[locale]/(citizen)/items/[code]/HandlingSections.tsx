import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { Marked } from "@/app/_shared/terms/Marked";
import { useLimitText } from "@/app/_shared/items/useLimitText";
import { Details } from "@/app/_ui/Cards";
import { DescriptionList, type Fact } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { defaultDecisionLimit } from "@/domain/applications/rules/clocks";
import { inEnglish } from "@/domain/items/rules/english";
import type { Limit } from "@/domain/items/schema";
import type { Guide } from "./guide";
import { useProcedureFacts } from "./WaySections";

type Content = { content: Guide["content"] };

function Lines({ lines, ordered = false }: { lines: readonly ReactNode[]; ordered?: boolean }) {
  const List = ordered ? "ol" : "ul";
  return <List className={`flex max-w-measure flex-col gap-2 pl-[1.6em] ${ordered ? "list-decimal" : "list-disc"}`}>{lines.map((line, index) => <li key={index}>{line}</li>)}</List>;
}

export function Conditions({ content }: Content) {
  const t = useTranslations("items.guide");
  const [only, ...others] = content.conditions.map(inEnglish(content));
  if (!only) return <Section id="conditions" title={t("conditions")}><p className="text-muted">{t("conditionsNone")}</p></Section>;
  return (
    <Section id="conditions" title={t("conditions")}>
      {others.length === 0 ? <p className="max-w-measure whitespace-pre-line"><Marked text={only} /></p>
        : <Lines lines={[only, ...others].map((text) => <Marked key={text.zh} text={text} />)} />}
    </Section>
  );
}

/** Both limits in words, with the source's own wording where it says more; where no source names one, what holds instead. */
export function Limits({ content }: Content) {
  const { handling, promisedLimit, statutoryLimit } = content;
  const isNamed = promisedLimit !== null || statutoryLimit !== null;
  const procedures = useProcedureFacts()(content);
  const t = useTranslations("items");
  const limitText = useLimitText();
  const say = inEnglish(content);
  const fact = (label: string, limit: Limit | null): Fact => ({
    label,
    value: <>{limitText(limit)}{limit?.text && <span className="block text-hint text-muted">{t.rich("guide.limitSource", { text: limit.text, zh: () => <Localised text={say(limit.text ?? "")} /> })}</span>}</>,
  });
  return (
    <Section id="limits" title={t("guide.limits")} intro={t("guide.limitsIntro")}>
      {isNamed && <DescriptionList facts={[fact(t("limit.promised"), promisedLimit), fact(t("limit.statutory"), statutoryLimit)]} />}
      {procedures.length > 0 && <><h3 className="mt-4 font-bold">{t("guide.specialProcedures")}</h3><DescriptionList facts={procedures} /></>}
      {!isNamed && <p className="max-w-measure">{handling === "instant" ? limitText({ value: 0, unit: "workday" }) : t("guide.limitsNone", { count: defaultDecisionLimit.value })}</p>}
    </Section>
  );
}

export function Fees({ content }: Content) {
  const t = useTranslations("items.guide");
  const { fees } = content;
  const say = inEnglish(content);
  return (
    <Section id="fees" title={t("fees")}>
      {!fees && <p>{t("fee.unknown")}</p>}
      {fees && !fees.charged && <p>{t("fee.free")}</p>}
      {fees?.text && <p className="max-w-measure"><Marked text={say(fees.text)} /></p>}
      {fees && fees.items.length > 0 && (
        <Table
          caption={t("fees")}
          captionHidden
          rows={fees.items}
          rowKey={({ name, standard }) => name + standard}
          columns={[
            { key: "name", header: t("fee.name"), rowHeader: true, cell: ({ name }) => <Localised text={say(name)} /> },
            { key: "standard", header: t("fee.standard"), cell: ({ standard }) => <Localised text={say(standard)} /> },
            { key: "basis", header: t("fee.basis"), cell: ({ basis }) => basis && <Chinese>{basis}</Chinese> },
            ...(fees.items.some(({ reduction }) => reduction) ? [{ key: "reduction", header: t("fee.reduction"), cell: ({ reduction }: (typeof fees.items)[number]) => reduction && <Localised text={say(reduction)} /> }] : []),
          ]}
        />
      )}
    </Section>
  );
}

/** How it goes in the words of the guide, or, where it has none, by the stages of the process. */
export function Process({ content }: Content) {
  const t = useTranslations("items.guide");
  const { flow, steps } = content;
  const stages = steps.map(({ key, name, limitDays }) => <span key={key}><Localised text={name} />{limitDays !== undefined && <span className="text-muted"> · {t("stepDays", { days: limitDays })}</span>}</span>);
  return (
    <Section id="process" title={t("process")}>
      <Lines ordered lines={flow.length > 0 ? flow.map(inEnglish(content)).map((line) => <Marked key={line.zh} text={line} />) : stages} />
      {flow.length > 0 && <Details summary={t("steps")}><Lines ordered lines={stages} /></Details>}
    </Section>
  );
}

export function Result({ guide: { content, certificateNames } }: { guide: Guide }) {
  const t = useTranslations("items.guide");
  const { result, courier } = content;
  const say = inEnglish(content);
  const kinds = useTranslations("enums.items.resultKind");
  if (!result) return null;
  const certificate = result.certificateType && certificateNames[result.certificateType];
  const facts = [
    { label: t("resultName"), value: <Localised text={say(result.name)} /> },
    { label: t("resultKind"), value: kinds(result.kind) },
    { label: t("validity"), value: result.validity && <Marked text={say(result.validity)} /> },
    { label: t("resultCertificate"), value: certificate && t("resultCertificateYes") },
    { label: t("resultSample"), value: result.sampleUrl && <a href={result.sampleUrl} rel="noreferrer" className="tap">{t("sample")}</a> },
    { label: t("courier"), value: courier !== null && t(courier ? "courierYes" : "courierNo") },
  ].filter(({ value }) => Boolean(value));
  return <Section id="result" title={t("result")}><DescriptionList facts={facts} /></Section>;
}

export function Questions({ content }: Content) {
  const t = useTranslations("items.guide");
  const { questions } = content;
  const say = inEnglish(content);
  if (questions.length === 0) return null;
  return (
    <Section id="questions" title={t("questions")}>
      <div className="flex flex-col gap-1">
        {questions.map(({ question, answer }) => (
          <Details key={question} summary={<Localised text={say(question)} />}><p className="max-w-measure whitespace-pre-line"><Marked text={say(answer)} /></p></Details>
        ))}
      </div>
    </Section>
  );
}
