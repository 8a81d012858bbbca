import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import { CaseTimeline } from "@/app/_shared/applications/CaseTimeline";
import { DueNote } from "@/app/_shared/applications/DueNote";
import { StatusLine, StatusTag } from "@/app/_shared/applications/StatusLine";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { NumberGroups } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { formatApplicationNumber } from "@/domain/core/codes";

/** How a case goes on, masked, for whoever holds its code or an address shared by its applicant. */
export function ProgressCard({ found }: { found: Answers["applications"]["progress"] }) {
  const t = useTranslations("progress");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-6 rounded-card border-2 border-accent-line p-5 md:p-6">
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-3 text-muted"><NumberGroups value={formatApplicationNumber(found.number)} /><StatusTag status={found.status} /></p>
        <h2 className="text-h2 font-bold"><ItemName name={found.itemName} nameEn={found.itemNameEn} /></h2>
        <p className="max-w-measure text-lead font-semibold"><StatusLine standing={found} /></p>
      </div>
      <DueNote found={found} />
      <DescriptionList facts={[
        { label: t("applicant"), value: found.applicantMasked },
        { label: t("department"), value: <Chinese>{found.departmentName}</Chinese> },
        ...(found.submittedAt ? [{ label: t("submittedAt"), value: formatInstant(found.submittedAt, locale) }] : []),
        ...(found.consultPhone ? [{ label: t("phone"), value: <Chinese>{found.consultPhone}</Chinese> }] : []),
      ]} />
      <Section title={t("timeline")} level={3} intro={found.historyMoved !== null && t("historyMoved", { year: String(found.historyMoved) })}><CaseTimeline events={found.events} status={found.status} now={<StatusLine standing={found} />} /></Section>
    </div>
  );
}
