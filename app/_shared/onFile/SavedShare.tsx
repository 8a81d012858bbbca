import { useLocale, useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";

type Savings = Answers["applications"]["materialSavings"][number];

/** The share of materials that certificates saved, with the numbers it is made of; a dash and why where nothing was needed. */
export function SavedShare({ savings }: { savings: Savings | undefined }) {
  const t = useTranslations("onFile.saved");
  const locale = useLocale();
  if (!savings || savings.needed === 0) return <span className="text-muted"><span aria-hidden="true">—</span><span className="sr-only">{t("none")}</span></span>;
  const { saved, needed, cases } = savings;
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(saved / needed);
  return <span className="inline-flex flex-wrap items-baseline gap-x-3"><span className="font-semibold tabular-nums">{share}</span><span className="text-hint text-muted tabular-nums">{t("line", { saved, needed })} · {t("cases", { count: cases })}</span></span>;
}
