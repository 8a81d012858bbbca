"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/Button";
import { freeId } from "@/domain/forms/rules/edit-ids";
import type { Option } from "@/domain/forms/schema";
import { BothLanguages } from "./inputs";

type Props = { options: readonly Option[]; least: number; onChange: (options: Option[], run?: string) => void };

/** The answers to choose from, in their order. What is stored is a value that stays when the words change. */
export function Options({ options, least, onChange }: Props) {
  const t = useTranslations("builder.options");
  const put = (at: number, option: Option) => onChange(options.with(at, option), `options ${at}`);
  const swap = (at: number, by: number) => {
    const [one, other] = [options[at], options[at + by]];
    if (one && other) onChange(options.with(at, other).with(at + by, one));
  };
  const add = () => {
    const value = freeId("option", new Set(options.map((option) => option.value)));
    onChange([...options, { value, label: { zh: t("newLabel", { number: options.length + 1 }) } }]);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="mb-2 font-semibold">{t("legend")}</legend>
      {options.map((option, at) => (
        <fieldset key={option.value} className="flex min-w-0 flex-col gap-3 rounded-control border border-line p-3">
          <legend className="px-1 text-hint font-semibold">{t("number", { number: at + 1 })}</legend>
          <BothLanguages name={`properties.options.${at}.label`} label={t("label")} value={option.label} error={option.label.zh ? undefined : t("empty")} onChange={(label) => put(at, { ...option, label: label ?? { zh: "" } })} />
          <p className="text-hint text-muted">{t("value", { value: option.value })}</p>
          <div className="flex flex-wrap gap-2 elder:gap-4">
            <Button className="px-3!" disabled={at === 0} onClick={() => swap(at, -1)}>{t("up")}<span className="sr-only"> {option.label.zh}</span></Button>
            <Button className="px-3!" disabled={at === options.length - 1} onClick={() => swap(at, 1)}>{t("down")}<span className="sr-only"> {option.label.zh}</span></Button>
            <Button className="px-3!" disabled={options.length <= least} onClick={() => onChange(options.toSpliced(at, 1))}>{t("remove")}<span className="sr-only"> {option.label.zh}</span></Button>
          </div>
        </fieldset>
      ))}
      <div><Button onClick={add}>{t("add")}</Button></div>
    </fieldset>
  );
}
