import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import { ItemName } from "@/app/_shared/items/Localised";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import type { Guide } from "./guide";

type Linked = Guide["succession"]["successors"];

/** That a service ended or will, and where to go; or what it stands in the place of. */
export function Succession({ guide: { status, succession: { end, successors, predecessors } } }: { guide: Guide }) {
  const t = useTranslations("items.guide");
  const locale = useLocale();
  const ended = status === "cancelled";
  return (
    <>
      {end && (
        <Notice tone="warning" title={ended ? t("endedTitle") : t("endsTitle", { day: formatDay(end.effectiveOn, locale) })}>
          <p>{t(ended ? "endedText" : "endsText", { day: formatDay(end.effectiveOn, locale), reason: end.reason })}</p>
          {successors.length > 0 && <><p className="mt-2 font-semibold">{t(end.kind === "split" ? "goToMany" : end.kind === "merged" ? "goToMerged" : "goTo")}</p><Links items={successors} /></>}
        </Notice>
      )}
      {predecessors.length > 0 && <Notice title={t("standsFor")}><Links items={predecessors} /></Notice>}
    </>
  );
}

function Links({ items }: { items: Linked }) {
  return (
    <ul>
      {items.map(({ code, name, nameEn }) => <li key={code}><TextLink href={`/items/${code}`} className="tap"><ItemName name={name} nameEn={nameEn} /></TextLink></li>)}
    </ul>
  );
}
