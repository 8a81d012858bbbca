import { useLocale, useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import { localText } from "@/app/_shared/forms/localised";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";

type Decision = NonNullable<Answers["applications"]["get"]["automatic"]>;

/** That a machine granted this, by which rule and which facts; everyone may know why (个人信息保护法 24). */
export function AutomaticNotice({ decision: { row, explanation, facts, decidedAt } }: { decision: Decision }) {
  const t = useTranslations("process.automatic");
  const locale = useLocale();
  return (
    <Notice title={t("title")}>
      <p>{t("why", { explanation: explanation[locale === "en" ? "en" : "zh"] })}</p>
      <Details summary={t("facts")}>
        <p className="text-hint text-muted">{t("rule", { row, at: formatStamp(decidedAt) })}</p>
        <DescriptionList facts={facts.map(({ label, value }) => ({ label: localText(label, locale), value: <span lang="zh-CN">{value}</span> }))} />
      </Details>
    </Notice>
  );
}
