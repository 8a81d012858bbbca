import { getLocale, getTranslations } from "next-intl/server";
import { formatDay } from "@/app/_i18n/format";
import type { OwnCase } from "@/app/_shared/applications/types";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { ButtonLink } from "@/app/_ui/Button";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";

/** What was promised for later and how far it has come; where the case went, or came from. */
export async function LifeNotices({ found }: { found: OwnCase }) {
  const [t, locale] = await Promise.all([getTranslations("life"), getLocale()]);
  const { tolerated, transferredTo, transferredFrom, today, actions } = found;
  const gap = locale === "en" ? " " : "";
  const mayHandIn = actions.includes("supplement");
  const open = tolerated.filter(({ state, dueOn }) => state !== "confirmed" && dueOn !== null);
  const late = open.some(({ state, dueOn }) => state === "awaited" && dueOn !== null && today > dueOn);
  return (
    <>
      {open.length > 0 && (
        <Notice tone={mayHandIn ? "warning" : "info"} title={t(late ? "awaited.late" : "awaited.title")} {...(mayHandIn ? { actions: <ButtonLink look="primary" href={`/me/applications/${found.number}/supplement`}>{t("awaited.go")}</ButtonLink> } : {})}>
          <ul className="flex list-disc flex-col gap-1 pl-[1.4em]">
            {open.map(({ fieldId, named, state, dueOn, returnedReason }) => (
              <li key={fieldId}>
                <Localised text={named} />{t("colon")}{gap}{state === "supplied" ? t("awaited.supplied") : keepWeekday(t("awaited.by", { day: formatDay(dueOn ?? "", locale) }))}
                {returnedReason && <span className="block">{t("supplement.returned")}{t("colon")}{gap}<Chinese>{returnedReason}</Chinese></span>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {transferredTo && <Notice title={t("moved.to")} actions={<TextLink href={`/me/applications/${transferredTo.number}`} className="tap">{t("moved.open", { number: formatApplicationNumber(transferredTo.number) })}</TextLink>}><Chinese>{transferredTo.departmentName}</Chinese></Notice>}
      {transferredFrom && <Notice title={t("moved.from")} actions={<TextLink href={`/me/applications/${transferredFrom.number}`} className="tap">{t("moved.open", { number: formatApplicationNumber(transferredFrom.number) })}</TextLink>}><Chinese>{transferredFrom.departmentName}</Chinese></Notice>}
    </>
  );
}
