import { useTranslations } from "next-intl";
import type { Draft } from "@/app/_shared/applications/types";

type Source = Draft["sources"][string];

/** Where a value was taken from; `ofApplicant`: read by a clerk, who is not the one it was taken from. */
export function SourceNote({ source, ofApplicant = false }: { source: Source; ofApplicant?: boolean }) {
  const t = useTranslations("apply.source");
  if (source === "fixed") return t("fixed");
  const [owner] = source.split(".");
  return owner === "organisation" ? t("organisation") : owner === "situation" ? t(ofApplicant ? "situationOfApplicant" : "situation") : t(ofApplicant ? "profileOfApplicant" : "profile");
}
