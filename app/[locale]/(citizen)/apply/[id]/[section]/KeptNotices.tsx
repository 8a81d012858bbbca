"use client";

import { useLocale, useTranslations } from "next-intl";
import { Fragment } from "react";
import { dayOfInstant, formatInstant, formatTime } from "@/app/_i18n/format";
import type { Agreed } from "@/app/_shared/forms/pageKeeper";
import type { useDraftPage } from "@/app/_shared/forms/useDraftPage";
import { Localised } from "@/app/_shared/items/Localised";
import { Button } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { useGap } from "@/app/_ui/useGap";
import { findField } from "@/domain/forms/rules/find";
import type { FormDefinition } from "@/domain/forms/schema";
import { Conflicts } from "./Conflicts";

type Props = { page: ReturnType<typeof useDraftPage>; agreed: Agreed; definition: FormDefinition };

/** What this device, another tab or another device has besides what the page shows: nothing is taken over unasked. */
export function KeptNotices({ page: { offer, restore, dismiss, showNews }, agreed: { conflicts, news }, definition }: Props) {
  const t = useTranslations("keep");
  const [locale, gap] = [useLocale(), useGap()];
  const when = (at: string) => (dayOfInstant(at) === dayOfInstant(new Date()) ? formatTime(at) : formatInstant(at, locale));
  return (
    <div className="mb-6 flex flex-col gap-4 empty:hidden">
      {offer && (
        <Notice
          live title={t("left.title", { at: when(offer.at) })}
          actions={<><Button onClick={() => restore(offer)}>{t("left.restore", { at: when(offer.at) })}</Button><Button look="quiet" onClick={dismiss}>{t("left.dismiss")}</Button></>}
        >
          <p>{t("left.text")}</p>
        </Notice>
      )}
      {news.length > 0 && (
        <Notice live title={t("news.title")} actions={<Button onClick={showNews}>{t("news.show")}</Button>}>
          <p>{t("news.text")}{gap}{news.map((id, index) => {
            const label = findField(definition, id)?.label;
            return <Fragment key={id}>{index > 0 && (locale === "en" ? ", " : "、")}{label && <Localised text={label} />}</Fragment>;
          })}</p>
        </Notice>
      )}
      <Conflicts conflicts={conflicts} definition={definition} />
    </div>
  );
}
