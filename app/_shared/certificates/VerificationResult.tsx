import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDayShort, formatInstant } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import { DescriptionList, type Fact } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { Identifier } from "./Identifier";
import { Verdict } from "./Verdict";
import { verdictOf, type Verification } from "./verdicts";

type Found = Extract<Verification, { found: true }>;
type Face = Extract<Found, { signature: "valid" }>["face"];

/** What a verification found: the answer, and what may be shown of the certificate. `about` is said of the file checked. */
export function VerificationResult({ verification, about }: { verification: Verification; about?: ReactNode }) {
  const t = useTranslations("verify");
  const locale = useLocale();
  const { name, tone } = verdictOf(verification);
  const face = faceIn(verification);
  const until = face?.validUntil ? formatDayShort(face.validUntil, locale) : "";
  return (
    <>
      <Verdict tone={tone} title={t(`verdict.${name}.title`)}>
        {about && <p>{about}</p>}
        <p>{t.rich(`verdict.${name}.text`, { issuer: face?.issuer ?? "", until, zh: (issuer) => <Chinese>{issuer}</Chinese> })}</p>
        {verification.found && verification.status === "superseded" && <p>{t(verification.newer ? "newer" : "noNewer")}</p>}
        {face?.demo && <p><Tag tone="warning">{t("demo")}</Tag></p>}
      </Verdict>
      {verification.found && <Details verification={verification} face={face} />}
    </>
  );
}

const faceIn = (verification: Verification): Face | undefined => (verification.found && verification.signature === "valid" ? verification.face : undefined);

function Details({ verification, face }: { verification: Found; face: Face | undefined }) {
  const t = useTranslations("verify");
  const states = useTranslations("certificates");
  const locale = useLocale();
  const facts: Fact[] = [
    { label: t("facts.identifier"), value: <Identifier value={verification.identifier} /> },
    { label: t("facts.status"), value: states(`status.${verification.status}`) },
    { label: t("facts.signature"), value: t(`signature.${verification.signature}`) },
    { label: t("file.checkedAt"), value: formatInstant(verification.checkedAt, locale) },
  ];
  if (face) facts.unshift(...faceFacts(face));
  return <Section title={face ? t("detailsTitle") : t("facts.identifier")}><DescriptionList facts={facts} /></Section>;

  function faceFacts({ name, holders, fields, issuer, issuedOn, validUntil }: Face): Fact[] {
    return [
      { label: t("facts.name"), value: <strong><Chinese>{name}</Chinese></strong> },
      ...holders.map((holder) => ({ label: t("facts.holder"), value: <Chinese>{holder}</Chinese> })),
      ...fields.map(({ labelZh, labelEn, value }) => ({ label: locale === "en" ? labelEn : labelZh, value: <Chinese>{value || "—"}</Chinese> })),
      { label: t("facts.issuer"), value: <Chinese>{issuer}</Chinese> },
      { label: t("facts.issuedOn"), value: formatDayShort(issuedOn, locale) },
      { label: t("facts.validUntil"), value: validUntil ? formatDayShort(validUntil, locale) : t("facts.forever") },
    ];
  }
}
