import { useTranslations } from "next-intl";
import { RadioGroup } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { NumberField } from "@/app/_ui/TextField";
import { limitUnits, type RevisionContent } from "@/domain/items/schema";

type Props = { content: RevisionContent; problem: (name: string) => string | undefined; locked?: boolean };

/** Instant or promised, and both limits as number and unit. */
export function HandlingFields({ content, problem, locked = false }: Props) {
  const from = useTranslations("exchange.directory");
  const t = useTranslations("admin");
  const units = limitUnits.map((value) => ({ value, label: t(`edit.units.${value}`) }));
  return (
    <>
      <RadioGroup name="handling" legend={t("fields.handling")} inline defaultValue={content.handling} choices={(["instant", "promised"] as const).map((value) => ({ value, label: t(`edit.handling.${value}`) }))} />
      {(["promisedLimit", "statutoryLimit"] as const).map((name) => (
        <div key={name} className="flex flex-wrap items-end gap-4">
          <NumberField name={name} label={t("edit.limitNumber", { label: t(`fields.${name}`) })} hint={t("edit.limitHint")} inputMode="numeric" defaultValue={content[name]?.value} error={problem(name)} {...(locked && name === "statutoryLimit" ? { readOnly: true, source: from("from") } : {})} />
          <Select name={`${name}Unit`} label={t("edit.limitUnitOf", { label: t(`fields.${name}`) })} empty={false} width="short" options={units} defaultValue={content[name]?.unit ?? "workday"} />
        </div>
      ))}
    </>
  );
}
