import { useLocale, useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";

type Figures = Answers["applications"]["answerFigures"][number];

/** The share of answers that were filled in for the applicant and left as they were, with the numbers it is made of; why there is none. */
export function TypedShare({ figures }: { figures: Figures | undefined }) {
  const t = useTranslations("materials.figures");
  const locale = useLocale();
  const all = figures ? figures.typed + figures.kept + figures.changed : 0;
  if (!figures || all === 0) return <span className="text-muted"><span aria-hidden="true">—</span><span className="sr-only">{t("none")}</span></span>;
  const { typed, kept, changed, cases } = figures;
  const perCase = (count: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(count / cases);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-3">
      <span className="font-semibold tabular-nums">{t("share", { share: Math.round((kept / all) * 100) })}</span>
      <span className="text-hint text-muted tabular-nums">{t("detail", { typed: perCase(typed), kept: perCase(kept), changed: perCase(changed), cases })}</span>
    </span>
  );
}
