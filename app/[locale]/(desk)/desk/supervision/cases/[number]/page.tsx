import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations, getLocale } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Card } from "@/app/_ui/Cards";
import { NumberGroups } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { parseApplicationNumber } from "@/domain/core/codes";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { Did } from "../../Did";
import { SignalFacts } from "../../Signal";
import { startOf } from "../../state";
import { SupervisionForm, type Field } from "../../SupervisionForm";
import { UrgingCard } from "./UrgingCard";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type OfCase = Answers["supervision"]["ofCase"];
type Part = { found: OfCase; here: string; kept: KeptFields | undefined };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("supervision.case"))("title", { number: decodeURIComponent((await params).number) }) };
}

/** What supervision says of one case, and what each side may answer. */
export default async function SupervisedCasePage({ params, searchParams }: Props) {
  const [{ number: asked }, query, locale, t] = await Promise.all([params, searchParams, getLocale(), getTranslations("supervision")]);
  const number = decodeURIComponent(asked);
  const here = `/desk/supervision/cases/${encodeURIComponent(number)}`;
  const found = await answer((await api()).supervision.ofCase({ number }), localePath(locale, here));
  const kept = await restored(query["kept"], here);
  const part = { found, here, kept };
  return (
    <ClientMessages areas={["ui", "common", "errors", "supervision"]}>
      <Page
        before={<Breadcrumbs trail={[{ href: `/desk/applications/${parseApplicationNumber(number) ?? number}`, label: found.number }]} current={t("case.crumb")} />}
        notice={<>{kept && <RestoredNotice />}<Did did={query["did"]} /></>}
      >
        <PageHeading caption={<NumberGroups value={found.number} />} title={t("case.heading")} lead={<Chinese>{found.itemName}</Chinese>} />
        <Urgings {...part} />
        <Signals {...part} />
        {(found.overdue || found.reasons.length > 0) && <Reason {...part} />}
      </Page>
    </ClientMessages>
  );
}

async function Urgings({ found, here, kept }: Part) {
  const t = await getTranslations("supervision.urging");
  const { number, steps, holders, urgings, supervises } = found;
  const about = { number };
  const fields: Field[] = [
    { name: "text", kind: "words", label: t("text"), hint: t("textHint"), limit: 1000 }, { name: "answerBy", kind: "day", label: t("answerByLabel") },
    ...(steps.length > 1 ? [{ name: "stepKey" as const, kind: "select" as const, label: t("step"), optional: true, options: steps.map(({ key, name }) => ({ value: key, label: name?.zh ?? key })) }] : []),
    ...(holders.length > 0 ? [{ name: "toAccountId" as const, kind: "select" as const, label: t("person"), optional: true, options: holders.map(({ id, name }) => ({ value: id, label: name })) }] : []),
  ];
  return (
    <Section title={t("title")} id="urgings">
      {urgings.length === 0 && <p className="text-muted">{t("none")}</p>}
      {urgings.map((urging) => <UrgingCard key={urging.id} urging={urging} supervises={supervises} here={here} kept={kept} />)}
      {supervises && <Card title={t("new")}><SupervisionForm act="urge" about={about} fields={fields} returnTo={here} idempotencyKey={randomUUID()} start={startOf(kept, "urge", about)} submit={t("urge")} look="primary" /></Card>}
    </Section>
  );
}

async function Signals({ found: { signals, supervises }, here, kept }: Part) {
  const t = await getTranslations("supervision.signal");
  const outcomes = (state: string) => (state === "explained" ? (["confirmed", "excused"] as const) : (["confirmed"] as const)).map((value) => ({ value, label: t(`outcomes.${value}`) }));
  return (
    <Section title={t("title")} id="signals">
      {signals.length === 0 && <p className="text-muted">{t("none")}</p>}
      {signals.map((signal) => {
        const about = { id: signal.id };
        const shared = { about, returnTo: here, idempotencyKey: randomUUID(), subject: signal.number };
        const isOpen = signal.state === "open" || signal.state === "explained";
        return (
          <Card key={signal.id} title={<span className="tabular-nums">{signal.number}</span>}>
            <SignalFacts signal={signal} />
            {signal.explainable && <SupervisionForm act="explain" start={startOf(kept, "explain", about)} submit={t("explain")} {...shared} fields={[{ name: "explanation", kind: "words", label: t("explanationLabel"), limit: 1000 }]} />}
            {supervises && isOpen && (
              <SupervisionForm act="handle" start={startOf(kept, "handle", about)} submit={t("handle")} {...shared} fields={[{ name: "outcome", kind: "radio", label: t("outcome"), ...(signal.state === "open" ? { hint: t("notExplained") } : {}), options: outcomes(signal.state) }, { name: "result", kind: "words", label: t("resultLabel"), limit: 1000 }]} />
            )}
          </Card>
        );
      })}
    </Section>
  );
}

async function Reason({ found: { number, reasons, reasonDue, works }, here, kept }: Part) {
  const t = await getTranslations("supervision.reason");
  const about = { number };
  return (
    <Section title={t("title")} intro={t("intro")} id="reason">
      <ul className="flex flex-col gap-4">
        {reasons.map(({ id, reason, outcome, word, givenAt }) => (
          <li key={id} className="rounded-card border border-line p-4">
            <p className="font-semibold">{t(`states.${outcome ?? "waiting"}`)}<span className="font-normal text-muted"> · {formatStamp(givenAt)}</span></p>
            <p className="whitespace-pre-line"><Chinese>{reason}</Chinese></p>
            {word && <p className="text-muted">{t("word")} <Chinese>{word}</Chinese></p>}
          </li>
        ))}
      </ul>
      {works && reasonDue && <SupervisionForm act="giveReason" about={about} fields={[{ name: "reason", kind: "words", label: t("label"), hint: t("hint"), limit: 500 }]} returnTo={here} idempotencyKey={randomUUID()} start={startOf(kept, "giveReason", about)} submit={t("give")} look="primary" />}
    </Section>
  );
}
