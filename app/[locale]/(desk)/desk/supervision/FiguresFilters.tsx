import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { DateField } from "@/app/_ui/DateField";
import { controlClass, fieldId } from "@/app/_ui/fields";
import { TextLink } from "@/app/_ui/TextLink";
import { figuresHref, type FiguresQuery } from "./query";

type Choices = Answers["supervision"]["choices"];
type Option = { value: string; label: string };

function Choice({ name, label, chosen, empty, options }: { name: string; label: string; chosen: string; empty?: string; options: readonly Option[] }) {
  return (
    <div className="flex w-full max-w-[18rem] flex-col gap-1">
      <label htmlFor={fieldId(name)} className="font-semibold">{label}</label>
      <select id={fieldId(name)} name={name} defaultValue={chosen} className={controlClass}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map(({ value, label: shown }) => <option key={value} value={value}>{shown}</option>)}
      </select>
    </div>
  );
}

/** Period, department and division; all of it in the address, so that a view can be kept. */
export function FiguresFilters({ query, choices, action }: { query: FiguresQuery; choices: Choices; action: string }) {
  const t = useTranslations("supervision.filters");
  const periods = (["week", "month", "quarter", "custom"] as const).map((value) => ({ value, label: t(`periods.${value}`) }));
  const isNarrowed = query.department !== "" || query.division !== "" || query.item !== "";
  return (
    <search aria-label={t("label")} data-print="no">
      <form action={action} method="get" className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
          <Choice name="period" label={t("period")} chosen={query.period} options={periods} />
          <Choice name="department" label={t("department")} chosen={query.department} empty={t("all")} options={choices.departments.map(({ id, name }) => ({ value: id, label: name }))} />
          <Choice name="division" label={t("division")} chosen={query.division} empty={t("all")} options={choices.divisions.map(({ code, name }) => ({ value: code, label: name }))} />
          {query.item && <input type="hidden" name="item" value={query.item} />}
          <Button type="submit" icon="search">{t("apply")}</Button>
          {isNarrowed && <TextLink href={figuresHref(query, { department: "", division: "", item: "" })} className="tap">{t("clear")}</TextLink>}
        </div>
        <Details summary={t("custom")} open={query.period === "custom"}>
          <div className="flex flex-wrap gap-6">
            <DateField name="from" legend={t("from")} defaultValue={query.fromOn} />
            <DateField name="through" legend={t("through")} defaultValue={query.throughOn} />
          </div>
          <p className="mt-2 text-hint text-muted">{t("customHint")}</p>
        </Details>
      </form>
    </search>
  );
}
