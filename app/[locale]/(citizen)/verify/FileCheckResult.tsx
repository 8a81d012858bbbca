import { useLocale, useTranslations } from "next-intl";
import { formatDayShort, formatInstant } from "@/app/_i18n/format";
import { Verdict } from "@/app/_shared/certificates/Verdict";
import { VerificationResult } from "@/app/_shared/certificates/VerificationResult";
import type { Verification } from "@/app/_shared/certificates/verdicts";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Page } from "@/app/_ui/Page";

type Check = Answers["certificates"]["readFileCheck"];
type PublicNotice = NonNullable<Answers["notices"]["verify"]>;
type FileCheckResultProps = { check: Check; verification: Verification | undefined; notice: PublicNotice | null | undefined };

/** What a dropped file turned out to be. */
export function FileCheckResult({ check, verification, notice }: FileCheckResultProps) {
  const t = useTranslations("verify");
  const locale = useLocale();
  return (
    <Page>
      {check.verdict === "registered" && verification && <VerificationResult verification={verification} about={t("file.registered")} />}
      {check.verdict !== "registered" && (notice ? <GenuineNotice notice={notice} /> : <Unrecognised verdict={check.verdict} />)}
      <DescriptionList facts={[
        { label: t("file.checkedAt"), value: formatInstant(check.checkedAt, locale) },
        { label: t("file.sha256"), value: <span className="break-all tabular-nums">{check.sha256}</span> },
      ]} />
      <div><ButtonLink href="/verify">{t("again")}</ButtonLink></div>
    </Page>
  );
}

function Unrecognised({ verdict }: { verdict: Exclude<Check["verdict"], "registered"> }) {
  const t = useTranslations("verify.file");
  return <Verdict tone={verdict === "altered" ? "error" : "warning"} title={t(`${verdict}.title`)}><p>{t(`${verdict}.text`)}</p></Verdict>;
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
