import { useLocale, useTranslations } from "next-intl";
import { formatDayShort, formatInstant } from "@/app/_i18n/format";
import { Verdict } from "@/app/_shared/certificates/Verdict";
import { VerificationResult } from "@/app/_shared/certificates/VerificationResult";
import type { Verification } from "@/app/_shared/certificates/verdicts";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Page, Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";

type Check = Answers["certificates"]["readFileCheck"];
type PublicNotice = NonNullable<Answers["notices"]["verify"]>;
type FileCheckResultProps = { check: Check; verification: Verification | undefined; notice: PublicNotice | null | undefined };

/** What a dropped file turned out to be. */
export function FileCheckResult({ check, verification, notice }: FileCheckResultProps) {
  const t = useTranslations("verify");
  const locale = useLocale();
  return (
    <Page>
      {check.verdict === "registered" && verification && <VerificationResult verification={verification} about={t(`file.registered.${check.form}`)} />}
      {check.shown && <Shown shown={check.shown} whole={verification !== undefined} />}
      {check.verdict !== "registered" && (notice ? <GenuineNotice notice={notice} /> : <Unrecognised verdict={check.verdict} />)}
      <DescriptionList facts={[
        { label: t("file.form"), value: t(`file.forms.${check.form}`) },
        ...(check.time ? [{ label: t("file.time"), value: <SignedTime time={check.time} /> }] : []),
        { label: t("file.checkedAt"), value: formatInstant(check.checkedAt, locale) },
        { label: t("file.sha256"), value: <span className="break-all tabular-nums">{check.sha256}</span> },
      ]} />
      <div><ButtonLink href="/verify">{t("again")}</ButtonLink></div>
    </Page>
  );
}

/** Whose word it is when a PDF was signed: that of somebody who saw the signature then, or the signer's own. */
function SignedTime({ time: { statedAt, stamp } }: { time: NonNullable<Check["time"]> }) {
  const t = useTranslations("verify.file");
  const locale = useLocale();
  if (!stamp) return <>{statedAt ? t("timeStated", { time: formatInstant(statedAt, locale) }) : t("timeUnknown")}</>;
  return (
    <>
      <span className="block">{t.rich("timeStamped", { by: stamp.by, time: formatInstant(stamp.at, locale), zh: (words) => <Chinese>{words}</Chinese> })}</span>
      <span className="block text-hint text-muted">{t(stamp.known ? "timeKnown" : "timeNotKnown")}</span>
    </>
  );
}

const shownTones = { valid: "success", expired: "warning", suspended: "warning", superseded: "warning", revoked: "error", cancelled: "error" } as const;

/** What the holder of an SD-JWT chose to show; the rest stays closed, and so does what would lead to it. */
function Shown({ shown: { name, issuer, issuedOn, validUntil, status, demo, facts }, whole }: { shown: NonNullable<Check["shown"]>; whole: boolean }) {
  const t = useTranslations("verify");
  const states = useTranslations("certificates");
  const locale = useLocale();
  const until = validUntil ? formatDayShort(validUntil, locale) : "";
  return (
    <>
      {!whole && (
        <Verdict tone={shownTones[status]} title={t(`verdict.${status}.title`)}>
          <p>{t("file.registered.sd-jwt")}</p>
          <p>{t.rich(`verdict.${status}.text`, { issuer, until, zh: (words) => <Chinese>{words}</Chinese> })}</p>
          {demo && <p><Tag tone="warning">{t("demo")}</Tag></p>}
        </Verdict>
      )}
      <Section title={t("file.shownTitle")} intro={t("file.shownIntro")}>
        <DescriptionList facts={[
          { label: t("facts.name"), value: <strong><Chinese>{name}</Chinese></strong> },
          ...facts.map(({ labelZh, labelEn, value }) => ({ label: locale === "en" ? labelEn : labelZh, value: <Chinese>{value || "—"}</Chinese> })),
          { label: t("facts.issuer"), value: <Chinese>{issuer}</Chinese> },
          { label: t("facts.issuedOn"), value: formatDayShort(issuedOn, locale) },
          { label: t("facts.validUntil"), value: until || t("facts.forever") },
          { label: t("facts.status"), value: states(`status.${status}`) },
        ]} />
      </Section>
    </>
  );
}

function Unrecognised({ verdict }: { verdict: Exclude<Check["verdict"], "registered"> }) {
  const t = useTranslations("verify.file");
  return <Verdict tone={verdict === "altered" || verdict === "revokedKey" ? "error" : "warning"} title={t(`${verdict}.title`)}><p>{t(`${verdict}.text`)}</p></Verdict>;
}

function GenuineNotice({ notice }: { notice: PublicNotice }) {
  const t = useTranslations("verify");
  const locale = useLocale();
  return (
    <>
      <Verdict tone="success" title={t("file.notice.title")}>
        <p>{t.rich("file.notice.text", { issuer: notice.issuer, zh: (issuer) => <Chinese>{issuer}</Chinese> })}</p>
      </Verdict>
      <DescriptionList facts={[
        { label: t("facts.noticeTitle"), value: <strong>{locale === "en" ? notice.titleEn : notice.title}</strong> },
        { label: t("facts.noticeNumber"), value: <Chinese>{notice.number}</Chinese> },
        { label: t("facts.date"), value: formatDayShort(notice.issuedOn, locale) },
      ]} />
    </>
  );
}
