import { useLocale, useTranslations } from "next-intl";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { CheckboxGroup, type Choice } from "@/app/_ui/Choices";

type ChooseFormProps = { id: string; record: Answers["certificates"]["get"]["record"] };

/** The SD-JWT with only what the holder ticks; a plain request for a file, so that it works without script. */
export function ChooseForm({ id, record }: ChooseFormProps) {
  const t = useTranslations("certificates");
  const locale = useLocale();
  const choices: Choice[] = [
    ...record.holders.flatMap(({ name, type }, at) => [
      { value: `holders.${at}.name`, label: t("holder"), hint: <Chinese>{name}</Chinese> },
      { value: `holders.${at}.code`, label: t(`holderCode.${type}`) },
    ]),
    // The number of a holder stands on the face again; one box is enough for it.
    ...record.extend_info.filter(({ value }) => !record.holders.some(({ code }) => code === value)).map(({ key, labelZh, labelEn }) => ({ value: `face.${key}`, label: locale === "en" ? labelEn : <Chinese>{labelZh}</Chinese> })),
    { value: "certificate_number", label: t("number") },
    { value: "certificate_identifier", label: t("identifier") },
    { value: "related_item_name", label: t("item") },
  ];
  return (
    <div data-print="no">
      <Details summary={t("chooseTitle")}>
        <form action={`/api/certificates/${id}/sd-jwt`} method="get" className="flex flex-col gap-4">
          <input type="hidden" name="chosen" value="1" />
          <p>{t("chooseText")}</p>
          <CheckboxGroup name="show" legend={t("chooseLegend")} choices={choices} defaultValue={["holders.0.name"]} />
          <ButtonRow><Button type="submit" icon="download">{t("downloadSdJwt")}</Button></ButtonRow>
        </form>
      </Details>
    </div>
  );
}
