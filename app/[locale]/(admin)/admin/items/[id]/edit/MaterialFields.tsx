import { useTranslations } from "next-intl";
import { Checkbox } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { Folded } from "./Folded";
import { LeafFields } from "./ElementFields";
import { materialLeaves } from "./elements";
import { materialForms, materialSources, mostCertificateTypes, necessities, type Material } from "@/domain/items/schema";

type Problem = (name: string) => string | undefined;
/** The certificates that may stand in place of a paper, by name. */
export type TypeChoices = readonly { value: string; label: string }[];

type ListProps = { materials: readonly Material[]; types: TypeChoices; problem: Problem };

/** Each material folded under its name, and an empty one to add. */
export function MaterialFields({ materials, types, problem }: ListProps) {
  const t = useTranslations("admin.edit.material");
  return (
    <div className="flex flex-col gap-3">
      {materials.map((material, index) => (
        <Folded key={material.key} summary={`${index + 1}. ${material.name.zh}`} open={Boolean(problem(`materials.${index}.name`))}>
          <OneMaterial prefix={`materials.${index}`} material={material} types={types} problem={problem} />
          <NumberField name={`materials.${index}.position`} label={t("position")} width="tiny" inputMode="numeric" defaultValue={index + 1} />
          <Checkbox name={`materials.${index}.remove`} label={t("remove")} />
        </Folded>
      ))}
      <Folded summary={t("new")}>
        <p className="text-hint text-muted">{t("newHint")}</p>
        <OneMaterial prefix="materials.new" types={types} problem={problem} />
      </Folded>
    </div>
  );
}

type OneProps = { prefix: string; material?: Material; types: TypeChoices; problem: Problem };

function OneMaterial({ prefix, material, types, problem }: OneProps) {
  const t = useTranslations("admin.edit");
  const enums = useTranslations("enums.items");
  const name = (field: string) => `${prefix}.${field}`;
  return (
    <>
      <TextField name={name("name")} label={t("material.name")} width="full" defaultValue={material?.name.zh} error={problem(name("name"))} />
      <TextField name={name("nameEn")} label={t("material.nameEn")} optional width="full" lang="en" defaultValue={material?.name.en} />
      <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-4">
        <Select name={name("necessity")} label={t("material.necessity")} empty={false} defaultValue={material?.necessity ?? "required"} options={necessities.map((value) => ({ value, label: enums(`necessity.${value}`) }))} />
        <Select name={name("form")} label={t("material.form")} empty={t("notSpecified")} defaultValue={material?.form} options={materialForms.map((value) => ({ value, label: enums(`materialForm.${value}`) }))} />
        <Select name={name("source")} label={t("material.source")} empty={t("notSpecified")} defaultValue={material?.source} options={materialSources.map((value) => ({ value, label: enums(`materialSource.${value}`) }))} />
        <NumberField name={name("copies")} label={t("material.copies")} optional width="tiny" inputMode="numeric" defaultValue={material?.copies} error={problem(name("copies"))} />
      </div>
      <TextField name={name("condition")} label={t("material.condition")} optional width="full" defaultValue={material?.condition} error={problem(name("condition"))} />
      <TextField name={name("basis")} label={t("material.basis")} optional width="full" defaultValue={material?.basis} error={problem(name("basis"))} />
      <CertificatesInstead name={name("certificateTypes")} chosen={material?.certificateTypes ?? []} types={types} />
      <LeafFields leaves={materialLeaves} prefix={prefix} value={material} problem={problem} />
    </>
  );
}

/** One list for each type chosen and one more to add; a list left empty takes its type away. */
function CertificatesInstead({ name, chosen, types }: { name: string; chosen: readonly string[]; types: TypeChoices }) {
  const t = useTranslations("onFile.editor");
  const known = new Set(types.map(({ value }) => value));
  const options = [...types, ...chosen.filter((type) => !known.has(type)).map((type) => ({ value: type, label: type }))];
  const lists = chosen.length < mostCertificateTypes ? [...chosen, ""] : chosen;
  return (
    <div className="grid items-end gap-4 md:grid-cols-2">
      {lists.map((type, at) => (
        <Select key={`${at} ${type}`} name={`${name}.${at}`} label={t(at === 0 ? "first" : "more", { number: at + 1 })} hint={at === 0 ? t("hint") : undefined} optional empty={t("none")} defaultValue={type} options={options} />
      ))}
    </div>
  );
}
