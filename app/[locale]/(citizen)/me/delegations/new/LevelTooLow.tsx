import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/Notice";
import { reaches, type AssuranceLevel } from "@/domain/core/actor";
import { actionLevels } from "@/domain/identity/rules/levels";

/** Told at the first step, so that nobody fills in what will be refused at the last. */
export function LevelTooLow({ level }: { level: AssuranceLevel }) {
  const t = useTranslations("errors.access");
  if (reaches(level, actionLevels.grantDelegation)) return null;
  return <Notice tone="warning">{t("levelTooLow", { level: actionLevels.grantDelegation })}</Notice>;
}
