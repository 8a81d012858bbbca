import { randomUUID } from "node:crypto";
import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import { TrustTag } from "@/app/_shared/applications/TrustTag";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { compileForm } from "@/domain/forms/rules/compile";
import { ReplaceForm } from "./ReplaceForm";

/** The certificates that stand in place of papers: trusted as an organ's own, with state and signature, and the way to a marked copy. */
export function CertificatesOnFile({ found, mayAsk }: { found: DeskCase; mayAsk: boolean }) {
  const { onFile, definition } = found;
  const t = useTranslations("onFile.desk");
  const form = compileForm(definition);
  if (onFile.length === 0) return null;
  return (
    <div className="pt-6">
      <Section title={t("title")} level={3}>
        <ul className="flex flex-col gap-6">
          {onFile.map((one) => (
            <li key={one.id} className="flex flex-col gap-2 border-b border-line pb-4">
              <p className="flex flex-wrap items-baseline gap-x-4"><span className="font-semibold"><Localised text={form.findField(one.fieldId)?.label ?? { zh: one.fieldId }} /></span><TrustTag level="A" /></p>
              <OneCertificate one={one} />
              {one.problem && mayAsk && decides.has(found.status) && <Replace found={found} one={one} />}
              <p className="flex flex-wrap items-baseline gap-x-4" data-print="no">
                <a href={`/api/files/${one.id}?inline=1`} target="_blank" rel="noopener" className="tap" data-key="certificate-copy">{t("view")}<span className="sr-only"> {one.name}</span></a>
                <span className="text-hint text-muted">{t("viewHint")}</span>
              </p>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

/** From acceptance to the decision nothing is sent back for correction: what ended is asked for anew. */
const decides: ReadonlySet<DeskCase["status"]> = new Set<DeskCase["status"]>(["accepted", "inReview", "suspended"]);

function Replace({ found: { id, number, version }, one }: { found: DeskCase; one: DeskCase["onFile"][number] }) {
  const t = useTranslations("onFile.desk");
  return (
    <div data-print="no">
      <Details summary={t("replace.title")}>
        <ReplaceForm hidden={{ id, number, version, attachment: one.id, idempotencyKey: randomUUID() }} reason={one.problem ? t("notInForce", { name: one.name, problem: one.problem }) : ""} />
      </Details>
    </div>
  );
}

function OneCertificate({ one: { name, identifier, issuer, issuedOn, validUntil, problem, signature, checkedAt, checkedFor } }: { one: DeskCase["onFile"][number] }) {
  const t = useTranslations("onFile.desk");
  const locale = useLocale();
  return (
    <DescriptionList facts={[
      { label: t("state"), value: problem ? <strong className="text-danger">{t("notInForce", { name, problem })}</strong> : <><Chinese>{name}</Chinese> <Tag tone="success">{t("inForce")}</Tag></> },
      { label: t("signature"), value: <><Tag tone={signature === "valid" ? "success" : "danger"}>{t(`signatureStates.${signature}`)}</Tag> <span className="text-hint text-muted">{t("checked", { at: formatStamp(checkedAt), moment: checkedFor })}</span></> },
      { label: t("issuer"), value: <Chinese>{issuer}</Chinese> },
      { label: t("identifier"), value: <span className="break-all tabular-nums">{identifier}</span> },
      { label: t("issuedOn"), value: formatDay(issuedOn, locale) },
      { label: t("validUntil"), value: validUntil ? formatDay(validUntil, locale) : t("noEnd") },
    ]} />
  );
}
