import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import type { FaceField } from "@/domain/certificates/schema";
import type { PresentationPurpose } from "@/domain/certificates/schema/presenting";

type FaceLabel = Pick<FaceField, "key" | "labelZh" | "labelEn">;

/** What a certificate is shown for: one of the list in the language of the page, or somebody's own words. */
export function PurposeText({ purpose, words }: { purpose: PresentationPurpose | null; words: string | null }) {
  const t = useTranslations("present.purposes");
  return purpose && purpose !== "other" ? <>{t(purpose)}</> : <Chinese>{words ?? ""}</Chinese>;
}

const known = { "holders.name": "name", "holders.code": "code", certificate_number: "number" } as const;
const isKnown = (field: string): field is keyof typeof known => field in known;

/** The name of a part that may be shown in full. */
export function useFieldLabel(face: readonly FaceLabel[]): (field: string) => string {
  const t = useTranslations("present.fields");
  const locale = useLocale();
  return (field) => {
    if (isKnown(field)) return t(known[field]);
    const line = face.find(({ key }) => field === `face.${key}`);
    return (locale === "en" ? line?.labelEn : line?.labelZh) ?? field;
  };
}

/** What is readable in full, in words. */
export function FieldList({ fields, face }: { fields: readonly string[]; face: readonly FaceLabel[] }) {
  const t = useTranslations("present");
  const labelOf = useFieldLabel(face);
  const gap = useLocale() === "en" ? ", " : "、";
  return <>{fields.length === 0 ? t("nothingOpen") : fields.map(labelOf).join(gap)}</>;
}

/** The last day on which a printed code works: it ends as the next one begins. */
export const lastDayOf = (expiresAt: string): string => dayOfInstant(new Date(Date.parse(expiresAt) - 1));
