import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { CertificateStatusTag } from "@/app/_shared/certificates/CertificateStatusTag";
import { restored } from "@/app/_shared/identity/kept";
import { Chinese } from "@/app/_shared/items/Localised";
import { NoticeList } from "@/app/_shared/notices/NoticeList";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { isProposed } from "@/domain/certificates/rules/life";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import { Reveal } from "../../applications/[number]/Reveal";
import { revealNumber } from "../actions";
import { ChangeForm, DecideForm, PlainForm, ProposeForm } from "./ActForms";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Issued = Answers["certificates"]["getIssued"];
type Working = { found: Issued; kept: KeptFields | undefined };

const doneActs = ["propose", "granted", "declined", "withdrawn", "restore", "reissue", "change"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateLife"))("title") };
}

/** One certificate at its issuer's desk. */
export default async function CertificatePage({ params, searchParams }: Props) {
  const [{ id }, query, locale, t] = [await params, await searchParams, await getLocale(), await getTranslations("certificateLife")];
  const path = `/desk/certificates/${id}`;
  const found = await answer((await api()).certificates.getIssued({ id }), localePath(locale, path));
  const [done, kept] = [doneActs.find((one) => one === query["done"]), await restored(query["kept"], path)];
  return (
    <Page width="wide" before={<BackLink href="/desk/certificates" />} notice={done && <Notice tone="success" live>{t(`done.${done}`)}</Notice>}>
      <PageHeading title={found.record.certificate_name} />
      <ClientMessages areas={["desk", "errors", "ui"]}><Facts found={found} /></ClientMessages>
      <ClientMessages areas={["certificateLife", "assignment", "errors", "ui"]}><Waiting found={found} kept={kept} /><Acts found={found} kept={kept} /></ClientMessages>
      <NoticeList certificateId={id} />
      <History found={found} />
      <NotGranted found={found} />
    </Page>
  );
}

async function Facts({ found: { id, record, covered, status, signature, previous, next, endReason } }: { found: Issued }) {
  const [t, locale] = [await getTranslations("certificateLife"), await getLocale()];
  const version = (label: string, one: { id: string; identifier: string } | null) => (one ? [{ label, value: <TextLink href={`/desk/certificates/${one.id}`} className="tap max-w-measure break-all">{one.identifier}</TextLink> }] : []);
  const shown = (field: string, label: string, value: string) => (covered.includes(field) ? <span className="flex flex-wrap items-center gap-x-4"><span className="break-all tabular-nums">{value}</span><Reveal id={id} number="" field={field} label={label} act={revealNumber} /></span> : <Chinese>{value}</Chinese>);
  return (
    <Section title={t("face")}>
      <DescriptionList facts={[
        { label: t("state"), value: <><CertificateStatusTag status={status} />{endReason && <p>{t("because", { reason: endReason })}</p>}</> },
        { label: t("signature"), value: t(`signatures.${signature}`) },
        { label: t("holders"), value: <Chinese>{record.holders.map(({ name }) => name).join("、")}</Chinese> },
        ...record.extend_info.map(({ key, labelZh, labelEn, value }) => ({ label: locale === "en" ? labelEn : labelZh, value: shown(key, locale === "en" ? labelEn : labelZh, value) })),
        { label: t("identifier"), value: <span className="block max-w-measure break-all">{record.certificate_identifier}</span> },
        { label: t("number"), value: <span className="break-all">{shown("certificate_number", t("number"), record.certificate_number)}</span> },
        { label: t("issuer"), value: <Chinese>{record.issuing_authority_name}</Chinese> },
        { label: t("issuedOn"), value: formatDay(record.issuing_date, locale) },
        { label: t("validUntil"), value: record.validate_end ? formatDay(record.validate_end, locale) : t("forever") },
        ...version(t("previous"), previous), ...version(t("next"), next),
      ]} />
    </Section>
  );
}

const startOf = (kept: KeptFields | undefined, act: string) => (textOfKept(kept, "act") === act ? kept : undefined);
const hiddenOf = ({ id, lifeVersion }: Issued) => ({ id, version: lifeVersion, idempotencyKey: randomUUID() });

async function Waiting({ found, kept }: Working) {
  const t = await getTranslations("certificateLife");
  const { waiting, decisions } = found;
  if (!waiting) return null;
  return (
    <Section title={t("waitTitle", { name: waiting.proposedByName, act: t(`acts.${waiting.act}`) })}>
      <p>{t(`grounds.${waiting.ground}`)}</p>
      <p>{t("basisLine", { basis: waiting.basis })}</p>
      <p>{t("because", { reason: waiting.reason })}</p>
      {decisions.length > 0 && <DecideForm hidden={{ ...hiddenOf(found), proposalId: waiting.id }} start={startOf(kept, "decide")} decisions={decisions} />}
    </Section>
  );
}

async function Acts({ found, kept }: Working) {
  const [t, locale] = [await getTranslations("certificateLife"), await getLocale()];
  const { acts, record, covered } = found;
  if (acts.length === 0) return null;
  const fields = record.extend_info.map(({ key, labelZh, labelEn, value }) => ({ key, label: locale === "en" ? labelEn : labelZh, value, covered: covered.includes(key) }));
  return (
    <Section title={t("what")}>
      {acts.map((act) => {
        const common = { hidden: hiddenOf(found), start: startOf(kept, act) };
        if (isProposed(act)) return <ProposeForm key={act} {...common} act={act} />;
        if (act === "change") return <ChangeForm key={act} {...common} fields={fields} holders={record.holders.map(({ name }) => name)} />;
        return (act === "restore" || act === "reissue") && <PlainForm key={act} {...common} act={act} />;
      })}
    </Section>
  );
}

async function History({ found: { events } }: { found: Issued }) {
  const t = await getTranslations("certificateLife");
  return (
    <Section title={t("history")}>
      <ol className="divide-y divide-line">
        {events.map(({ id, act, to, at, byName, ground, basis, reason }) => (
          <li key={id} className="py-2">
            <p className="flex flex-wrap items-center gap-x-4"><span>{formatStamp(at)}</span><span>{t(`acts.${act}`)}</span><CertificateStatusTag status={to} /><Chinese>{byName ?? t("system")}</Chinese></p>
            {ground && <p>{t(`grounds.${ground}`)}</p>}
            {basis && <p>{t("basisLine", { basis })}</p>}
            {reason && <p>{t("because", { reason })}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Proposals that came to nothing; those carried out stand in the history. */
async function NotGranted({ found: { proposals } }: { found: Issued }) {
  const t = await getTranslations("certificateLife");
  const lost = proposals.flatMap(({ outcome, ...proposal }) => (outcome && outcome !== "granted" ? [{ ...proposal, outcome }] : []));
  if (lost.length === 0) return null;
  return (
    <Section title={t("declinedTitle")}>
      <ul className="divide-y divide-line">
        {lost.map(({ id, act, ground, basis, reason, proposedByName, proposedAt, outcome, decidedByName, answer: words }) => (
          <li key={id} className="py-2">
            <p className="flex flex-wrap gap-x-4"><span>{formatStamp(proposedAt)}</span><span>{t("declinedLine", { name: proposedByName, act: t(`acts.${act}`), outcome: t(`results.${outcome}`) })}</span></p>
            <p>{t(`grounds.${ground}`)}</p>
            <p>{t("basisLine", { basis })}</p>
            <p>{t("because", { reason })}</p>
            {words && <p>{t("answered", { name: decidedByName ?? t("system"), answer: words })}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
