import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import type { FaceField } from "@/domain/certificates/schema";
import { PurposeText, useFieldLabel } from "./words";

export type Scan = Answers["certificates"]["listScans"]["rows"][number];
type ScanListProps = { scans: readonly Scan[]; face: readonly Pick<FaceField, "key" | "labelZh" | "labelEn">[]; label: string };

/** Who looked at a certificate, when, what for, and what they could read. */
export function ScanList({ scans, face, label }: ScanListProps) {
  const t = useTranslations("present.scans");
  const locale = useLocale();
  const labelOf = useFieldLabel(face);
  return (
    <ol aria-label={label} className="flex flex-col border-t border-line">
      {scans.map((scan) => (
        <li key={scan.id} className="flex flex-col gap-1 border-b border-line py-3 elder:py-4">
          <p className="font-semibold"><Reader by={scan.by} /></p>
          <p className="text-muted"><time dateTime={scan.at}>{formatInstant(scan.at, locale)}</time>{scan.kind && <>{" · "}{t(scan.kind)}</>}{scan.mode === "delegate" && <>{" · "}{t("byDelegate")}</>}</p>
          <p className="max-w-measure"><PurposeText purpose={scan.purpose} words={scan.words} /></p>
          <p className="max-w-measure text-hint text-muted">{scan.fields.length > 0 ? t("opened", { fields: scan.fields.map(labelOf).join(locale === "en" ? ", " : "、") }) : t("masked")}</p>
        </li>
      ))}
    </ol>
  );
}

function Reader({ by: { kind, name } }: { by: Scan["by"] }) {
  const t = useTranslations("present.scans");
  if (kind !== "anyone") return <Chinese>{name}</Chinese>;
  return name === "" ? <>{t("anonymous")}</> : <>{t.rich("selfNamed", { name, zh: (text) => <Chinese>{text}</Chinese> })}</>;
}
