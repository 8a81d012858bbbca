"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { browserApi } from "@/app/_trpc/browser";
import { Button } from "@/app/_ui/Button";
import { controlClass, fieldId } from "@/app/_ui/fields";
import { country, placesOf, type DivisionLists } from "./divisions";
import { rawText } from "./raw";
import type { RawAnswers } from "@/domain/forms/rules/reading";

type Level = "province" | "city" | "county";
type Props = {
  /** The input that carries the code, and what the selects above it are named after. */
  name: string;
  base: string;
  raw: RawAnswers;
  lists: DivisionLists;
  level?: Level | undefined;
  describedBy?: string | undefined;
  invalid: boolean;
};

/** The code and the divisions above it, as stored or as chosen so far. */
function chosenIn({ raw, name, base }: Pick<Props, "raw" | "name" | "base">) {
  const code = rawText(raw, name);
  const { province, city } = placesOf(code);
  return { code, province: rawText(raw, `${base}.province`) || province, city: rawText(raw, `${base}.city`) || city };
}

/**
 * Province, city and county as native selects. With script each choice brings the next list; without, the button
 * beneath asks the server for it.
 */
export function DivisionSelect(props: Props) {
  const { name, base, level = "county", invalid, describedBy } = props;
  const t = useTranslations("apply.division");
  const [chosen, setChosen] = useState(() => chosenIn(props));
  const [lists, setLists] = useState(props.lists);
  const cities = chosen.province ? lists[chosen.province] : undefined;
  const counties = chosen.city ? lists[chosen.city] : undefined;

  const load = async (parent: string) => {
    if (!parent || lists[parent]) return;
    const beneath = await browserApi.departments.listDivisions.query({ parent }).catch(() => []);
    setLists((known) => ({ ...known, [parent]: beneath }));
  };
  const chooseProvince = (province: string) => {
    setChosen({ province, city: "", code: level === "province" ? province : "" });
    if (level !== "province") void load(province);
  };
  const chooseCity = (city: string) => {
    setChosen((known) => ({ ...known, city, code: level === "city" ? city : "" }));
    if (level === "county") void load(city);
  };
  const shared = { "aria-describedby": describedBy, "aria-invalid": invalid || undefined, className: controlClass };
  // A city without counties is itself the finest division.
  const finest = level === "county" && counties?.length === 0 ? chosen.city : undefined;
  return (
    <div className="flex flex-col gap-2 elder:gap-4">
      <div className="grid max-w-form gap-3 sm:grid-cols-3 elder:sm:grid-cols-1">
        <Step label={t("province")} id={fieldId(base)}>
          <select id={fieldId(base)} name={level === "province" ? name : `${base}.province`} value={chosen.province} onChange={(event) => chooseProvince(event.currentTarget.value)} {...shared}>
            <Options list={lists[country]} />
          </select>
        </Step>
        {level !== "province" && (
          <Step label={t("city")} id={`${fieldId(base)}-city`}>
            <select id={`${fieldId(base)}-city`} name={level === "city" ? name : `${base}.city`} value={chosen.city} onChange={(event) => chooseCity(event.currentTarget.value)} disabled={!cities} {...shared}>
              <Options list={cities} />
            </select>
          </Step>
        )}
        {level === "county" && finest === undefined && (
          <Step label={t("county")} id={`${fieldId(base)}-county`}>
            <select id={`${fieldId(base)}-county`} name={name} value={chosen.code} onChange={(event) => { const code = event.currentTarget.value; setChosen((known) => ({ ...known, code })); }} disabled={!counties} {...shared}>
              <Options list={counties} />
            </select>
          </Step>
        )}
        {finest && <input type="hidden" name={name} value={finest} />}
      </div>
      <noscript>
        <Button type="submit" name="_intent" value="divisions">{t("next")}</Button>
      </noscript>
    </div>
  );
}

function Step({ label, id, children }: { label: string; id: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-hint">{label}</label>
      {children}
    </div>
  );
}

function Options({ list = [] }: { list?: DivisionLists[string] | undefined }) {
  const t = useTranslations("ui");
  return (
    <>
      <option value="">{t("choose")}</option>
      {list.map(({ code, name }) => <option key={code} value={code} lang="zh-CN">{name}</option>)}
    </>
  );
}
