import { useTranslations } from "next-intl";
import { Checkbox } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField, TextField } from "@/app/_ui/TextField";
import type { RevisionContent } from "@/domain/items/schema";
import { elementSections, type Element, type Leaf } from "./elements";
import { Folded } from "./Folded";

type Problem = (name: string) => string | undefined;

/** The elements of the implementing list beyond the core, group by group. */
export function ElementFields({ content, problem }: { content: RevisionContent; problem: Problem }) {
  const t = useTranslations("admin.edit.sections");
  return elementSections.map(({ key, elements }) => (
    <FieldGroup key={key} legend={t(key)}>
      {elements.map((element) => <OneElement key={element.name} element={element} value={content[element.name]} problem={problem} />)}
    </FieldGroup>
  ));
}

function OneElement({ element, value, problem }: { element: Element; value: unknown; problem: Problem }) {
  const t = useTranslations("admin");
  const label = t(`fields.${element.name}`);
  if ("leaf" in element) return <LeafField leaf={element.leaf} name={element.name} label={label} value={value} problem={problem} />;
  if ("record" in element) {
    return <Folded summary={label} open={value !== undefined || within(problem, element.record, element.name)}><LeafFields leaves={element.record} prefix={element.name} value={value} problem={problem} /></Folded>;
  }
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className="flex flex-col gap-3">
      {rows.map((row, index) => (
        <Folded key={index} summary={t("edit.entry.legend", { label, number: index + 1 })} open={within(problem, element.list, `${element.name}.${index}`)}>
          <LeafFields leaves={element.list} prefix={`${element.name}.${index}`} value={row} problem={problem} />
          <Checkbox name={`${element.name}.${index}.remove`} label={t("edit.entry.remove")} />
        </Folded>
      ))}
      <Folded summary={t("edit.entry.new", { label })}>
        <p className="text-hint text-muted">{t("edit.entry.newHint")}</p>
        <LeafFields leaves={element.list} prefix={`${element.name}.new`} value={undefined} problem={problem} />
      </Folded>
    </div>
  );
}

const within = (problem: Problem, leaves: readonly Leaf[], prefix: string) => leaves.some(({ part }) => problem(`${prefix}.${part}`) !== undefined);

/** The values of a record side by side. */
export function LeafFields({ leaves, prefix, value, problem }: { leaves: readonly Leaf[]; prefix: string; value: unknown; problem: Problem }) {
  const t = useTranslations("admin.edit.parts");
  const row = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  return (
    <div className="grid items-end gap-4 md:grid-cols-2">
      {leaves.map((leaf) => <LeafField key={leaf.part} leaf={leaf} name={`${prefix}.${leaf.part}`} label={t(leaf.part as "name")} value={row[leaf.part]} problem={problem} />)}
    </div>
  );
}

type LeafFieldProps = { leaf: Leaf; name: string; label: string; value: unknown; problem: Problem };

function LeafField({ leaf, name, label, value, problem }: LeafFieldProps) {
  const t = useTranslations("admin.edit");
  const words = useTranslations("enums.items");
  const shared = { name, label, optional: true, error: problem(name) };
  const typed = value === undefined || value === null ? "" : Array.isArray(value) ? value.join("\n") : String(value);
  switch (leaf.as) {
    case "choice": return <Select {...shared} empty={t("notSpecified")} defaultValue={typed} options={leaf.options.map((option) => ({ value: option, label: words(`${leaf.words}.${option}` as "unit.workday") }))} />;
    case "yesNo": return <Select {...shared} empty={t("notSpecified")} defaultValue={value === undefined ? "" : value ? "yes" : "no"} options={[{ value: "yes", label: t("yes") }, { value: "no", label: t("no") }]} />;
    case "number": return <NumberField {...shared} inputMode="numeric" defaultValue={typed} />;
    case "day": return <DateField name={name} legend={label} optional error={problem(name)} defaultValue={typed} />;
    case "text": case "lines": return <TextArea {...shared} rows={3} defaultValue={typed} {...(leaf.as === "lines" ? { hint: t("oneEach") } : {})} />;
    case "line": return <TextField {...shared} width="full" defaultValue={typed} />;
  }
}
