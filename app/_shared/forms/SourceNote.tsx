import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDayShort } from "@/app/_i18n/format";
import { isCertificateSource, type Origin } from "@/domain/forms/rules/sources";
import { Chinese } from "../items/Localised";

/** Whether there is anything to say of where a value came from: of one that was changed only what a certificate says otherwise. */
export const hasSourceNote = (source: Origin | undefined): source is Origin => source !== undefined && (source.kept || (source.evidence !== undefined && isCertificateSource(source.from)));

/**
 * Where a value was taken from, and since when it stands so; of one that was changed nothing but that it is the applicant's
 * own, unless a certificate says otherwise. `ofApplicant`: read by a clerk, who is not the one it was taken from.
 */
export function SourceNote({ source: { from, kept, evidence }, ofApplicant = false }: { source: Origin; ofApplicant?: boolean }) {
  const t = useTranslations("apply.source");
  const locale = useLocale();
  const words = evidence && { day: formatDayShort(evidence.on, locale), name: evidence.name, zh: (text: ReactNode) => <Chinese>{text}</Chinese> };
  if (words && isCertificateSource(from)) return t.rich(kept ? "certificate" : "certificateChanged", words);
  if (!kept) return null;
  if (words) return t.rich(ofApplicant ? "earlierOfApplicant" : "earlier", words);
  if (from === "fixed") return t("fixed");
  const [owner] = from.split(".");
  return owner === "organisation" ? t("organisation") : owner === "situation" ? t(ofApplicant ? "situationOfApplicant" : "situation") : t(ofApplicant ? "profileOfApplicant" : "profile");
}
