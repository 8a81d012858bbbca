"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { dayOfInstant, formatCitizenId, formatDay, formatDayShort, formatInstant } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { Details, EmptyState } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Tag } from "@/app/_ui/Tag";
import { vanishesAt } from "@/domain/certificates/rules/vanishing";
import type { KeptCopy } from "@/domain/certificates/schema/wallet";
import { checkCopies, type Checked } from "./check";
import { forget } from "./store";
import { useOwnView } from "@/app/_shared/offline/useOwnView";

/** The copies on this device, as of when the portal was last asked after them; each says that it proves nothing. */
export function OfflineCopies() {
  const t = useTranslations("wallet.copies");
  const [seen, setSeen] = useState<Checked>();
  useOwnView();
  useEffect(() => {
    const look = () => void checkCopies().then(setSeen, () => setSeen({ copies: [], gone: [], standing: "offline" }));
    look();
    addEventListener("online", look);
    return () => removeEventListener("online", look);
  }, []);
  if (!seen) return <p role="status" className="needs-script">{t("opening")}</p>;
  const drop = (id: string) => void forget(id).then(() => setSeen({ ...seen, copies: seen.copies.filter((copy) => copy.id !== id) }));
  if (seen.copies.length === 0) return <><GoneNotice gone={seen.gone} /><EmptyState title={t("empty.title")} actions={<ButtonLink href="/me/certificates">{t("empty.action")}</ButtonLink>}>{t("empty.text")}</EmptyState></>;
  return (
    <>
      <GoneNotice gone={seen.gone} />
      <Notice tone="warning" title={t("noProof")}><p>{t(`standing.${seen.standing}`)}</p></Notice>
      <ul className="flex flex-col gap-6">{seen.copies.map((copy) => <li key={copy.id}><Copy copy={copy} onForget={() => drop(copy.id)} /></li>)}</ul>
    </>
  );
}

/** Which copies have just been deleted, and why. */
function GoneNotice({ gone }: Pick<Checked, "gone">) {
  const t = useTranslations("wallet.copies");
  if (gone.length === 0) return null;
  return (
    <Notice tone="info" live title={t("gone.title")}>
      <ul>{gone.map(({ name, reason }, index) => <li key={index}><Chinese>{name}</Chinese>{t("gone.separator")}{t(`gone.${reason}`)}</li>)}</ul>
    </Notice>
  );
}

/** Nothing on it could pass for the certificate: no code, no seal, no frame like it has. */
function Copy({ copy, onForget }: { copy: KeptCopy; onForget: () => void }) {
  const t = useTranslations("wallet.copies");
  const locale = useLocale();
  return (
    <article className="overflow-hidden rounded-card border-2 border-dashed border-warning-line bg-surface">
      <p className="flex items-start gap-2 bg-warning-soft px-5 py-3 font-bold text-warning"><Icon name="alert" className="mt-[0.25em] size-[1.2em]" />{t("asOf", { time: formatInstant(copy.asOf, locale) })}</p>
      <div className="flex flex-col gap-3 p-5 md:p-6">
        <h2 className="text-h2 font-bold"><Chinese>{copy.name}</Chinese></h2>
        <p className="text-muted"><Chinese>{copy.issuer}</Chinese></p>
        {copy.demo && <p><Tag tone="warning">{t("demo")}</Tag></p>}
        <Details summary={t("show")}><Face copy={copy} /></Details>
        <p className="text-hint text-muted">{t("goes", { date: formatDay(dayOfInstant(vanishesAt(copy)), locale) })}</p>
        <p data-print="no"><Button icon="close" onClick={onForget}>{t("forget")}</Button></p>
      </div>
    </article>
  );
}

function Face({ copy }: { copy: KeptCopy }) {
  const t = useTranslations("wallet.copies.face");
  const locale = useLocale();
  const day = (on: string) => formatDayShort(on, locale);
  return (
    <DescriptionList facts={[
      ...copy.holders.flatMap(({ name, code }) => [{ label: t("holder"), value: <Chinese>{name}</Chinese> }, { label: t("code"), value: <span className="tabular-nums">{formatCitizenId(code)}</span> }]),
      ...copy.fields.map(({ labelZh, labelEn, value }) => ({ label: locale === "en" ? labelEn : <Chinese>{labelZh}</Chinese>, value: <span className="whitespace-pre-line"><Chinese>{value || "—"}</Chinese></span> })),
      ...(copy.number === null ? [] : [{ label: t("number"), value: <span className="break-all tabular-nums">{copy.number}</span> }]),
      { label: t("issued"), value: day(copy.issuedOn) },
      { label: t("validUntil"), value: copy.validUntil === null ? t("forever") : day(copy.validUntil) },
    ]} />
  );
}
