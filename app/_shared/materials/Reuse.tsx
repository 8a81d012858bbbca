import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { TrustTag } from "@/app/_shared/applications/TrustTag";
import type { Draft } from "@/app/_shared/applications/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { Icon } from "@/app/_ui/Icon";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { reusePaper } from "./actions";

type Props = { offers: Draft["keptOffers"]; id: string; fieldId: string; path: string; newKey: () => string };

/** What the applicant keeps that answers one material: when it was uploaded, how far it is believed, and a button. */
export function Reuse({ offers, id, fieldId, path, newKey }: Props) {
  const t = useTranslations("materials.reuse");
  const locale = useLocale();
  const offer = offers.find((one) => one.fieldId === fieldId);
  if (!offer) return null;
  return (
    <div className="flex max-w-form flex-col gap-4 rounded-card border-2 border-accent bg-accent-soft p-4">
      <p className="flex items-start gap-2 font-semibold"><Icon name="document" className="mt-[0.2em] size-[1.2em] shrink-0" />{t("title")}</p>
      <ul className="flex flex-col gap-4">
        {offer.materials.map(({ id: materialId, kind, name, uploadedAt, trustLevel, validUntil }) => (
          <li key={materialId} className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <span className="min-w-0 grow basis-40">
              <a href={`/api/files/${materialId}`} className="tap font-semibold break-words"><Chinese>{kind}</Chinese><span className="sr-only"> {name}</span></a>
              <span className="block text-hint text-muted">{t("from", { day: formatDayShort(dayOfInstant(uploadedAt), locale) })}{validUntil && <> · {t("until", { day: formatDayShort(validUntil, locale) })}</>}</span>
              <TrustTag level={trustLevel} />
            </span>
            <form action={reusePaper}>
              <ActingField />
              {Object.entries({ _draft: id, _field: fieldId, _path: path, _material: materialId, idempotencyKey: newKey() }).map(([field, value]) => <input key={field} type="hidden" name={field} value={value} />)}
              <SubmitButton look="secondary">{t("use")}<span className="sr-only"> {kind}</span></SubmitButton>
            </form>
          </li>
        ))}
      </ul>
    </div>
  );
}
