"use client";

import { useLocale, useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { localText } from "@/app/_shared/forms/localised";
import { idsOf } from "@/domain/forms/rules/edit-ids";
import { nodesOf, spotAt, spotFor, stepOf, type Direction } from "@/domain/forms/rules/edit-moves";
import { fieldTypeNames, newField, newSection } from "@/domain/forms/rules/edit-new";
import type { FormNode } from "@/domain/forms/rules/edit-places";
import { locate } from "@/domain/forms/rules/edit-steps";
import type { Field, FieldType, FormDefinition } from "@/domain/forms/schema";
import type { Dragged, Drop } from "./Canvas";
import type { Builder } from "./useBuilder";

export type Steps = ReturnType<typeof useSteps>;

const kinds: ReadonlySet<string> = new Set(Object.keys(fieldTypeNames));
const isType = (text: string): text is FieldType => kinds.has(text);

/** What the buttons, keys and the mouse do to the form, each told to a screen reader. */
export function useSteps(builder: Builder, taken: ReadonlySet<string>) {
  const t = useTranslations("builder.said");
  const locale = useLocale();
  const { edit, act, choose, say, now } = builder;

  const nameOf = (form: FormDefinition, { kind, id }: FormNode) => {
    const text = kind === "field" ? locate(form, id)?.field.label : form.sections.find((section) => section.id === id)?.title;
    return text ? localText(text, locale) : id;
  };
  const whereIs = (form: FormDefinition, node: FormNode) => {
    const spot = node.kind === "field" ? locate(form, node.id)?.spot : undefined;
    const page = form.sections.findIndex(({ id }) => id === (spot?.section ?? node.id)) + 1;
    return spot ? t("place", { page, at: spot.at + 1 }) : t("pagePlace", { page });
  };
  const put = (field: Field, at = spotFor(now(), builder.chosen)) => {
    if (!at) return;
    edit({ do: "addField", field, to: at });
    const node = { kind: "field", id: field.id } as const;
    choose(node, "properties");
    say(t("added", { name: localText(field.label, locale), place: whereIs(now(), node) }));
  };
  const move = (node: FormNode, direction: Direction, focus?: "row") => {
    const step = stepOf(now(), node, direction);
    if (!step) return say(t("atEnd"));
    edit(step);
    choose(node, focus);
    return say(t("moved", { name: nameOf(now(), node), place: whereIs(now(), node) }));
  };
  const remove = (node: FormNode, focus?: "row") => {
    const nodes = nodesOf(now());
    const at = nodes.findIndex(({ kind, id }) => kind === node.kind && id === node.id);
    const name = nameOf(now(), node);
    edit({ do: "remove", node });
    const left = nodesOf(now());
    choose(left[Math.min(at, left.length - 1)], focus);
    say(t("removed", { name }));
  };
  const duplicate = (node: FormNode, focus?: "row") => {
    const before = idsOf(now());
    edit({ do: "duplicate", node, taken });
    const copy = nodesOf(now()).find(({ kind, id }) => kind === node.kind && !(kind === "section" ? before.sections : before.fields).has(id));
    if (copy) choose(copy, focus);
    say(t("duplicated", { name: nameOf(now(), node) }));
  };
  const drop = (dragged: Dragged, { beside, after }: Drop) => {
    const form = now();
    if ("type" in dragged) return isType(dragged.type) ? put(newField(form, dragged.type, taken), spotAt(form, beside, after)) : undefined;
    const { node } = dragged;
    if (node.kind === "section") {
      const home = beside.kind === "section" ? beside.id : locate(form, beside.id)?.spot.section;
      edit({ do: "moveSection", id: node.id, at: form.sections.findIndex(({ id }) => id === home) });
    } else {
      const to = spotAt(form, beside, after, node.id);
      if (to) edit({ do: "moveField", id: node.id, to });
    }
    choose(node);
    return say(t("moved", { name: nameOf(now(), node), place: whereIs(now(), node) }));
  };
  const keys: Record<string, (node: FormNode) => void> = {
    "alt+ArrowUp": (node) => move(node, "up", "row"), "alt+ArrowDown": (node) => move(node, "down", "row"),
    Delete: (node) => remove(node, "row"), "ctrl+d": (node) => duplicate(node, "row"), Enter: (node) => choose(node, "properties"),
  };
  return {
    move, remove, duplicate, drop,
    undo: () => { act({ act: "undo" }); say(t("undone")); },
    redo: () => { act({ act: "redo" }); say(t("redone")); },
    addSection: () => {
      const section = newSection(now());
      const chosen = builder.chosen?.kind === "field" ? locate(now(), builder.chosen.id)?.spot.section : builder.chosen?.id;
      const at = now().sections.findIndex(({ id }) => id === chosen) + 1;
      edit({ do: "addSection", section, at: at === 0 ? now().sections.length : at });
      choose({ kind: "section", id: section.id }, "properties");
      say(t("added", { name: localText(section.title, locale), place: whereIs(now(), { kind: "section", id: section.id }) }));
    },
    addType: (type: FieldType) => put(newField(now(), type, taken)),
    addField: (field: Field) => put(field),
    onRowKey: (event: KeyboardEvent, node: FormNode) => {
      const key = `${event.altKey ? "alt+" : ""}${event.ctrlKey || event.metaKey ? "ctrl+" : ""}${event.key}`;
      const step = keys[key];
      if (!step) return;
      event.preventDefault();
      step(node);
    },
  };
}
