import { useLocale, useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";

type Savings = Answers["applications"]["materialSavings"][number];

/** The share of materials that certificates saved, with the numbers it is made of; nothing where nothing was needed. */
export function SavedShare({ savings }: { savings: Savings | undefined }) {
  const t = useTranslations("onFile.saved");
  const locale = useLocale();
  if (!savings || savings.needed === 0) return null;
  const { saved, needed, cases } = savings;
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(saved / needed);
  return <span className="inline-flex flex-wrap items-baseline gap-x-3"><span className="font-semibold tabular-nums">{share}</span><span className="text-hint text-muted tabular-nums">{t("line", { saved, needed })} · {t("cases", { count: cases })}</span></span>;
}
