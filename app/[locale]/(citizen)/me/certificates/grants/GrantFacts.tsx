import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatInstant } from "@/app/_i18n/format";
import { Fields } from "@/app/_shared/certificates/Fields";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { Tag } from "@/app/_ui/Tag";

export type Grant = Answers["certificates"]["getGrant"];

const tones = { alive: "success", expired: "neutral", revoked: "neutral", delegationEnded: "neutral" } as const;

export function GrantStateTag({ state }: Pick<Grant, "state">) {
  return <Tag tone={tones[state]}>{useTranslations("certificateUses.grants")(`states.${state}`)}</Tag>;
}

const chinese = (text: ReactNode) => <Chinese>{text}</Chinese>;

/** The one certificate, or that it is whichever of a type one holds. */
export function CertificateOf({ grant: { certificateName, ofType } }: { grant: Grant }) {
  const t = useTranslations("certificateUses.grants");
  return ofType ? <>{t.rich("anyOfType", { name: certificateName, zh: chinese })}</> : <Chinese>{certificateName}</Chinese>;
}

/** Everything that a permission says. */
export function GrantFacts({ grant }: { grant: Grant }) {
  const t = useTranslations("certificateUses.grants");
  const locale = useLocale();
  const { reader, itemName, applicationNumber, fields, purpose, legalBasis, mode, standing, grantedAt, expiresAt, revokedAt } = grant;
  return (
    <DescriptionList facts={[
      { label: t("facts.reader"), value: <Chinese>{reader.name}</Chinese> },
      { label: t("facts.certificate"), value: <CertificateOf grant={grant} /> },
      { label: t("facts.fields"), value: fields.length > 0 ? <Fields fields={fields} /> : t("noFields") },
      { label: t("facts.purpose"), value: <Chinese>{purpose}</Chinese> },
      ...(itemName ? [{ label: t("facts.item"), value: <Chinese>{itemName}</Chinese> }] : []),
      ...(applicationNumber ? [{ label: t("facts.case"), value: applicationNumber }] : []),
      { label: t("facts.reach"), value: t(standing ? "reach.standing" : "reach.once") },
      { label: t("facts.mode"), value: t(`modes.${mode}`) },
      ...(legalBasis ? [{ label: t("facts.basis"), value: <Chinese>{legalBasis}</Chinese> }] : []),
      { label: t("facts.granted"), value: formatInstant(grantedAt, locale) },
      { label: t("facts.expires"), value: formatInstant(expiresAt, locale) },
      ...(revokedAt ? [{ label: t("facts.revoked"), value: formatInstant(revokedAt, locale) }] : []),
    ]} />
  );
}
