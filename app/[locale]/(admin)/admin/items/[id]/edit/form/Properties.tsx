"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { ExpressionEditor } from "@/app/_shared/forms/expression/ExpressionEditor";
import { localText } from "@/app/_shared/forms/localised";
import { Button } from "@/app/_ui/Button";
import { Checkbox } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { idsOf } from "@/domain/forms/rules/edit-ids";
import { fieldTypeNames } from "@/domain/forms/rules/edit-new";
import type { FormNode } from "@/domain/forms/rules/edit-places";
import { locate, siblingsAt, type Spot } from "@/domain/forms/rules/edit-steps";
import { scopeOf } from "@/domain/forms/rules/scope";
import { dayRules, type Field, type FormDefinition, type Section } from "@/domain/forms/schema";
import type { Situation } from "@/domain/items/schema";
import { BothLanguages, IdField, TypedNumber } from "./inputs";
import { Options } from "./Options";
import { PrefillFields, type SourceChoice } from "./PrefillFields";
import { answered, fillable, numberProperties, readProperty, withProperty, type NumberProperty } from "./properties";
import type { Builder } from "./useBuilder";

type Facts = { situations: readonly Situation[]; fixedIds: ReadonlySet<string>; lines: readonly SourceChoice[] };
type Shared = Facts & { builder: Builder; form: FormDefinition };

/** Everything about the chosen page or question. */
export function Properties({ builder, form, chosen, ...facts }: Shared & { chosen: FormNode | undefined }) {
  const t = useTranslations("builder.properties");
  const section = chosen?.kind === "section" ? form.sections.find(({ id }) => id === chosen.id) : undefined;
  const located = chosen?.kind === "field" ? locate(form, chosen.id) : undefined;
  const shared = { builder, form, ...facts };
  return (
    <section id="properties" aria-labelledby="properties-title" tabIndex={-1} className="flex min-w-0 flex-col gap-5">
      <h2 id="properties-title" className="text-h3 font-bold">{section ? t("ofPage") : located ? t("ofField") : t("title")}</h2>
      {section && <OfSection key={section.id} section={section} {...shared} />}
      {located && <OfField key={located.field.id} field={located.field} spot={located.spot} {...shared} />}
      {!section && !located && <p className="text-muted">{t("chooseFirst")}</p>}
    </section>
  );
}

function OfSection({ section, builder, form, situations }: Shared & { section: Section }) {
  const t = useTranslations("builder.properties");
  const { id, fields: _, ...texts } = section;
  const scope = useMemo(() => scopeOf(form, situations), [form, situations]);
  const put = (changes: Partial<typeof texts>, run: string) => {
    const next = Object.fromEntries(Object.entries({ ...texts, ...changes }).filter(([, value]) => value !== undefined));
    builder.edit({ do: "changeSection", id, section: { title: section.title, ...next } }, `${id} ${run}`);
  };
  return (
    <>
      <BothLanguages name="properties.title" label={t("pageTitle")} value={section.title} error={section.title.zh ? undefined : t("empty")} onChange={(title) => put({ title: title ?? { zh: "" } }, "title")} />
      <BothLanguages name="properties.description" label={t("description")} optional value={section.description} onChange={(description) => put({ description }, "description")} />
      <ExpressionEditor value={section.visibleWhen ?? ""} onChange={(text) => put({ visibleWhen: text || undefined }, "visibleWhen")} scope={scope} expected="boolean" label={t("pageVisibleWhen")} />
      <IdField name="properties.id" label={t("pageId")} hint={t("pageIdHint")} value={id} pattern={/^[a-z][a-z0-9-]{0,39}$/} taken={idsOf(form).sections} fixed={false} onChange={(to) => { builder.edit({ do: "rename", node: { kind: "section", id }, to }); builder.choose({ kind: "section", id: to }); }} />
    </>
  );
}

type FieldProps = Shared & { field: Field; spot: Spot };

function OfField({ field, spot, builder, form, situations, fixedIds, lines }: FieldProps) {
  const t = useTranslations("builder.properties");
  const locale = useLocale();
  const { id, type } = field;
  const scope = useMemo(() => scopeOf(form, situations, { groupId: spot.group, without: id }), [form, situations, spot.group, id]);
  const change = (next: Field, run?: string) => builder.edit({ do: "changeField", id, field: next }, run && `${id} ${run}`);
  const put: Put = (name, value, run) => change(withProperty(field, name, value), run);
  const isFixed = fixedIds.has(id);
  return (
    <>
      <p className="text-hint text-muted">{t("kind", { kind: localText(fieldTypeNames[type], locale) })}</p>
      <BothLanguages name="properties.label" label={type === "note" ? t("note") : t("label")} value={field.label} error={field.label.zh ? undefined : t("empty")} onChange={(label) => put("label", label ?? { zh: "" }, "label")} />
      {type !== "note" && <BothLanguages name="properties.hint" label={t("hint")} optional value={field.hint} onChange={(hint) => put("hint", hint, "hint")} />}
      {answered(type) && <Checkbox name="properties.optional" label={t("optional")} checked={field.optional ?? false} onChange={(event) => put("optional", event.currentTarget.checked || undefined)} />}
      {"options" in field && <Options options={field.options} least={type === "choice" ? 2 : 1} onChange={(options, run) => put("options", options, run)} />}
      <OfKind field={field} scope={scope} put={put} />
      {fillable(type) && spot.group === undefined && <PrefillFields field={field} lines={lines} put={put} />}
      <ExpressionEditor value={field.visibleWhen ?? ""} onChange={(text) => put("visibleWhen", text || undefined, "visibleWhen")} scope={scope} expected="boolean" label={t("visibleWhen")} />
      <MoveTo field={field} spot={spot} builder={builder} form={form} />
      <IdField name="properties.id" label={t("id")} hint={isFixed ? t("idFixed") : t("idHint")} value={id} pattern={/^[a-z][A-Za-z0-9]{0,59}$/} taken={new Set([...idsOf(form).fields, ...fixedIds])} fixed={isFixed} onChange={(to) => { builder.edit({ do: "rename", node: { kind: "field", id }, to }); builder.choose({ kind: "field", id: to }); }} />
    </>
  );
}

type Put = (name: string, value: unknown, run?: string) => void;

/** What only fields of this kind have. */
function OfKind({ field, scope, put }: { field: Field; scope: ReturnType<typeof scopeOf>; put: Put }) {
  const t = useTranslations("builder.properties");
  const locale = useLocale();
  const { type } = field;
  return (
    <>
      {(numberProperties[type] ?? []).map((name) => {
        const value = readProperty(field, name);
        return <TypedNumber key={name} name={`properties.${name}`} label={t(`numbers.${numberName(type, name)}`)} value={typeof value === "number" ? value : undefined} onChange={(number) => put(name, number, name)} />;
      })}
      {field.type === "number" && <BothLanguages name="properties.unit" label={t("unit")} optional value={field.unit} onChange={(unit) => put("unit", unit, "unit")} />}
      {field.type === "division" && <Select name="properties.level" label={t("level")} empty={false} value={field.level ?? "county"} options={(["province", "city", "county"] as const).map((value) => ({ value, label: t(`levels.${value}`) }))} onChange={(event) => put("level", event.currentTarget.value)} />}
      {field.type === "computed" && (
        <>
          <ExpressionEditor value={field.expression} onChange={(text) => put("expression", text, "expression")} scope={scope} expected={field.display === undefined || field.display === "text" ? "value" : field.display === "date" ? "date" : "number"} label={t("expression")} />
          <Select name="properties.display" label={t("display")} empty={false} value={field.display ?? "text"} options={(["text", "number", "money", "date"] as const).map((value) => ({ value, label: localText(fieldTypeNames[value], locale) }))} onChange={(event) => put("display", event.currentTarget.value)} />
        </>
      )}
      {field.type === "date" && dayRules.map((which) => <ExpressionEditor key={which} value={field[which] ?? ""} onChange={(text) => put(which, text || undefined, which)} scope={scope} expected="date" label={t(which)} />)}
    </>
  );
}

/** What a limit counts, in the words of its kind. */
function numberName(type: Field["type"], name: NumberProperty) {
  if (type === "multipleChoice") return "choicesMax";
  return type !== "repeatingGroup" ? name : name === "min" ? "rowsMin" : "rowsMax";
}

/** Another page or group to go to, for hands that do not drag. */
function MoveTo({ field, spot, builder, form }: { field: Field; spot: Spot; builder: Builder; form: FormDefinition }) {
  const t = useTranslations("builder");
  const locale = useLocale();
  const [chosen, setChosen] = useState("");
  const homes = form.sections.flatMap((section, index) => {
    const page = { value: `${section.id} `, label: `${t("canvas.page", { number: index + 1 })} ${localText(section.title, locale)}` };
    const groups = field.type === "repeatingGroup" ? [] : section.fields.filter(({ type }) => type === "repeatingGroup");
    return [page, ...groups.map((group) => ({ value: `${section.id} ${group.id}`, label: `${page.label} › ${localText(group.label, locale)}` }))];
  }).filter(({ value }) => value !== `${spot.section} ${spot.group ?? ""}`);
  if (homes.length === 0) return null;
  const move = () => {
    const [section = "", group] = chosen.split(" ");
    const home = group ? { section, group } : { section };
    const siblings = siblingsAt(form, home);
    if (!siblings) return;
    builder.edit({ do: "moveField", id: field.id, to: { ...home, at: siblings.length } });
    builder.say(t("said.movedTo", { name: localText(field.label, locale), home: homes.find(({ value }) => value === chosen)?.label ?? "" }));
    setChosen("");
  };
  return (
    <div className="flex flex-wrap items-end gap-3 elder:gap-4">
      <Select name="properties.home" label={t("properties.moveTo")} width="full" options={homes} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)} />
      <Button onClick={move} disabled={chosen === ""}>{t("properties.move")}</Button>
    </div>
  );
}
