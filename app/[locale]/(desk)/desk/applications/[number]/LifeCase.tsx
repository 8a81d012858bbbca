import { getLocale, getTranslations } from "next-intl/server";
import { formatDay } from "@/app/_i18n/format";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese } from "@/app/_shared/items/Localised";
import { Notice, NumberGroups } from "@/app/_ui/Notice";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import { formatApplicationNumber } from "@/domain/core/codes";

/** What was promised for later and where it stands, and the case this one was transferred to or from. */
export async function LifeCase({ found }: { found: DeskCase }) {
  const [t, locale] = await Promise.all([getTranslations("life"), getLocale()]);
  const { tolerated, transferredTo, transferredFrom, today } = found;
  const toneOf = ({ state, dueOn }: DeskCase["tolerated"][number]): TagTone => (state === "confirmed" ? "success" : state === "awaited" && dueOn !== null && today > dueOn ? "danger" : "warning");
  const moved = [transferredTo && { key: "to" as const, ...transferredTo }, transferredFrom && { key: "from" as const, ...transferredFrom }].filter((one) => one !== null);
  return (
    <>
      {tolerated.length > 0 && (
        <Notice title={t("promised.title")}>
          <ul className="flex flex-col gap-2">
            {tolerated.map((material) => (
              <li key={material.fieldId} className="flex flex-wrap items-center gap-x-3">
                <Chinese>{material.name}</Chinese>
                <Tag tone={toneOf(material)}>{t(`promised.${material.state}`)}</Tag>
                {material.dueOn && material.state !== "confirmed" && <span>{t("promised.by", { day: formatDay(material.dueOn, locale) })}</span>}
                {material.returnedReason && <span className="w-full text-muted"><Chinese>{material.returnedReason}</Chinese></span>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {moved.map(({ key, number, departmentName }) => <Notice key={key} title={t(`promised.${key}`)}><Chinese>{departmentName}</Chinese> <NumberGroups value={formatApplicationNumber(number)} /></Notice>)}
    </>
  );
}
