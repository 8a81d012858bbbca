import { useTranslations } from "next-intl";
import type { Limit } from "@/domain/items/schema";

/** How a limit reads: `20 个工作日`, `当场办结`, or that none is published. */
export function useLimitText(): (limit: Limit | null) => string {
  const t = useTranslations("items.limit");
  return (limit) => {
    if (!limit) return t("none");
    return limit.value === 0 ? t("onSpot") : t(limit.unit, { count: limit.value });
  };
}
