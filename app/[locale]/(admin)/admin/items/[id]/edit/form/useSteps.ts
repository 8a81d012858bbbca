"use client";

import { useLocale, useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import type { Locale } from "@/app/_i18n/routing";
import { localText } from "@/app/_shared/forms/localised";
import { idsOf } from "@/domain/forms/rules/edit-ids";
import { nodesOf, spotAt, spotFor, stepOf, type Direction } from "@/domain/forms/rules/edit-moves";
import { fieldTypeNames, newField, newSection } from "@/domain/forms/rules/edit-new";
import type { FormNode } from "@/domain/forms/rules/edit-places";
import { locate, type Edit, type Spot } from "@/domain/forms/rules/edit-steps";
import type { Field, FieldType, FormDefinition } from "@/domain/forms/schema";
import type { Drop } from "./Canvas";
import type { Builder, Dragged } from "./useBuilder";

export type Steps = ReturnType<typeof useSteps>;

const kinds: ReadonlySet<string> = new Set(Object.keys(fieldTypeNames));
const isType = (text: string): text is FieldType => kinds.has(text);

type Said = ReturnType<typeof useTranslations<"builder.said">>;
type Hand = { builder: Builder; taken: ReadonlySet<string>; t: Said; locale: Locale };

/** What the buttons, keys and the mouse do to the form, each told to a screen reader. */
export function useSteps(builder: Builder, taken: ReadonlySet<string>) {
  const hand: Hand = { builder, taken, t: useTranslations("builder.said"), locale: useLocale() };
  const { act, say, now } = builder;
  const keys: Record<string, (node: FormNode) => void> = {
    "alt+ArrowUp": (node) => move(hand, node, { direction: "up", focus: "row" }), "alt+ArrowDown": (node) => move(hand, node, { direction: "down", focus: "row" }),
    Delete: (node) => remove(hand, node, "row"), "ctrl+d": (node) => duplicate(hand, node, "row"), Enter: (node) => builder.choose(node, "properties"),
  };
  return {
    move: (node: FormNode, direction: Direction) => move(hand, node, { direction }),
    remove: (node: FormNode) => remove(hand, node),
    duplicate: (node: FormNode) => duplicate(hand, node),
    drop: (dragged: Dragged, onto: Drop) => drop(hand, dragged, onto),
    undo: () => { act({ act: "undo" }); say(hand.t("undone")); },
    redo: () => { act({ act: "redo" }); say(hand.t("redone")); },
    addSection: () => addSection(hand),
    addType: (type: FieldType) => put(hand, newField(now(), type, taken)),
    addField: (field: Field) => put(hand, field),
    onRowKey: (event: KeyboardEvent, node: FormNode) => {
      const step = keys[`${event.altKey ? "alt+" : ""}${event.ctrlKey || event.metaKey ? "ctrl+" : ""}${event.key}`];
      if (!step) return;
      event.preventDefault();
      step(node);
    },
  };
}

function nameOf({ builder, locale }: Hand, { kind, id }: FormNode): string {
  const form = builder.now();
  const text = kind === "field" ? locate(form, id)?.field.label : form.sections.find((section) => section.id === id)?.title;
  return text ? localText(text, locale) : id;
}

function whereIs({ builder, t }: Hand, node: FormNode): string {
  const form = builder.now();
  const spot = node.kind === "field" ? locate(form, node.id)?.spot : undefined;
  const page = form.sections.findIndex(({ id }) => id === (spot?.section ?? node.id)) + 1;
  return spot ? t("place", { page, at: spot.at + 1 }) : t("pagePlace", { page });
}

function put(hand: Hand, field: Field, to?: Spot): void {
  const { builder, t } = hand;
  const at = to ?? spotFor(builder.now(), builder.chosen);
  if (!at) return;
  // A group goes beside a group, never into one.
  const isNested = field.type === "repeatingGroup" && at.group !== undefined;
  builder.edit({ do: "addField", field, to: isNested ? { section: at.section, at: (locate(builder.now(), at.group ?? "")?.spot.at ?? 0) + 1 } : at });
  const node = { kind: "field", id: field.id } as const;
  builder.choose(node, "properties");
  builder.say(t("added", { name: nameOf(hand, node), place: whereIs(hand, node) }));
}

function addSection(hand: Hand): void {
  const { builder, t } = hand;
  const form = builder.now();
  const section = newSection(form);
  const chosen = builder.chosen?.kind === "field" ? locate(form, builder.chosen.id)?.spot.section : builder.chosen?.id;
  const at = form.sections.findIndex(({ id }) => id === chosen) + 1;
  const node = { kind: "section", id: section.id } as const;
  builder.edit({ do: "addSection", section, at: at === 0 ? form.sections.length : at });
  builder.choose(node, "properties");
  builder.say(t("added", { name: nameOf(hand, node), place: whereIs(hand, node) }));
}

function move(hand: Hand, node: FormNode, { direction, focus }: { direction: Direction; focus?: "row" }): void {
  const { builder, t } = hand;
  const step = stepOf(builder.now(), node, direction);
  if (!step) return builder.say(t("atEnd"));
  builder.edit(step);
  builder.choose(node, focus);
  return builder.say(t("moved", { name: nameOf(hand, node), place: whereIs(hand, node) }));
}

function remove(hand: Hand, node: FormNode, focus?: "row"): void {
  const { builder, t } = hand;
  const at = nodesOf(builder.now()).findIndex(({ kind, id }) => kind === node.kind && id === node.id);
  const name = nameOf(hand, node);
  builder.edit({ do: "remove", node });
  const left = nodesOf(builder.now());
  builder.choose(left[Math.min(at, left.length - 1)], focus);
  builder.say(t("removed", { name }));
}

function duplicate(hand: Hand, node: FormNode, focus?: "row"): void {
  const { builder, t, taken } = hand;
  const before = idsOf(builder.now());
  const known = node.kind === "section" ? before.sections : before.fields;
  builder.edit({ do: "duplicate", node, taken });
  const copy = nodesOf(builder.now()).find(({ kind, id }) => kind === node.kind && !known.has(id));
  if (copy) builder.choose(copy, focus);
  builder.say(t("duplicated", { name: nameOf(hand, node) }));
}

function drop(hand: Hand, dragged: Dragged, { beside, after }: Drop): void {
  const { builder, t, taken } = hand;
  const form = builder.now();
  if ("type" in dragged) return isType(dragged.type) ? put(hand, newField(form, dragged.type, taken), spotAt(form, beside, after)) : undefined;
  const { node } = dragged;
  const step = node.kind === "section" ? pageStep(form, node.id, beside) : fieldStep(node.id, spotAt(form, beside, after, node.id));
  if (step) builder.edit(step);
  builder.choose(node);
  return builder.say(t("moved", { name: nameOf(hand, node), place: whereIs(hand, node) }));
}

const fieldStep = (id: string, to: Spot | undefined): Edit | undefined => to && { do: "moveField", id, to };

function pageStep(form: FormDefinition, id: string, beside: FormNode): Edit {
  const home = beside.kind === "section" ? beside.id : locate(form, beside.id)?.spot.section;
  return { do: "moveSection", id, at: form.sections.findIndex((section) => section.id === home) };
}
