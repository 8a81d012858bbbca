"use client";

import { useLocale, useTranslations } from "next-intl";
import { memo, useState, type DragEvent, type KeyboardEvent } from "react";
import { localText } from "@/app/_shared/forms/localised";
import { cx } from "@/app/_ui/cx";
import { fieldTypeNames } from "@/domain/forms/rules/edit-new";
import { nodesOf } from "@/domain/forms/rules/edit-moves";
import type { FormNode } from "@/domain/forms/rules/edit-places";
import type { Field, FormDefinition, Section } from "@/domain/forms/schema";
import type { Builder, Dragged } from "./useBuilder";

export const rowId = ({ kind, id }: FormNode) => `row-${kind}-${id}`;
const groupId = (node: FormNode) => `${rowId(node)}-fields`;
const keyOf = ({ kind, id }: FormNode) => `${kind} ${id}`;

export type Drop = { beside: FormNode; after: boolean };

type Props = {
  form: FormDefinition;
  chosen: FormNode | undefined;
  /** Keys of pages and fields with something to put right. */
  faulty: ReadonlySet<string>;
  builder: Pick<Builder, "choose" | "drag" | "dragged">;
  onDrop: (dragged: Dragged, drop: Drop) => void;
  onKey: (event: KeyboardEvent, node: FormNode) => void;
};

const nodeAt = (target: EventTarget): { node: FormNode; row: HTMLElement } | undefined => {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-node]") : null;
  const [kind, id] = row?.dataset["node"]?.split(" ") ?? [];
  return row && id !== undefined && (kind === "section" || kind === "field") ? { node: { kind, id }, row } : undefined;
};

/** The form as a tree of pages and questions: one stop of the Tab key, arrows move in it, the chosen row is what the keys and buttons act on. */
export function Canvas({ form, chosen, faulty, builder, onDrop, onKey }: Props) {
  const t = useTranslations("builder");
  const [over, setOver] = useState<(Drop & { key: string }) | undefined>();
  const current = chosen ? keyOf(chosen) : undefined;

  const onKeyDown = (event: KeyboardEvent) => {
    const at = nodeAt(event.target);
    if (!at) return;
    const nodes = nodesOf(form);
    const index = nodes.findIndex((node) => keyOf(node) === keyOf(at.node));
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: nodes.length - 1 }[event.key];
    const next = to === undefined ? undefined : nodes[to];
    if (event.altKey || to === undefined) return onKey(event, at.node);
    event.preventDefault();
    if (!next) return;
    builder.choose(next);
    document.getElementById(rowId(next))?.focus();
  };
  const onDragOver = (event: DragEvent) => {
    const at = nodeAt(event.target);
    if (!at || !builder.dragged()) return;
    event.preventDefault();
    const box = at.row.getBoundingClientRect();
    const after = at.node.kind === "section" || event.clientY > box.top + box.height / 2;
    const key = keyOf(at.node);
    if (over?.key !== key || over.after !== after) setOver({ beside: at.node, after, key });
  };
  const finish = (event: DragEvent) => {
    event.preventDefault();
    const dragged = builder.dragged();
    if (dragged && over) onDrop(dragged, over);
    builder.drag(undefined);
    setOver(undefined);
  };
  return (
    <ul
      role="tree"
      aria-label={t("canvas.label")}
      className="flex flex-col gap-4"
      onClick={(event) => {
        const at = nodeAt(event.target);
        if (at) builder.choose(at.node);
      }}
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        const at = nodeAt(event.target);
        if (!at) return;
        event.dataTransfer.setData("text/plain", at.node.id);
        event.dataTransfer.effectAllowed = "move";
        builder.drag({ node: at.node });
      }}
      onDragOver={onDragOver}
      onDrop={finish}
      onDragEnd={() => { builder.drag(undefined); setOver(undefined); }}
    >
      {form.sections.map((section, index) => (
        <SectionRows
          key={section.id} section={section} number={index + 1}
          chosen={current && ownKey(section, current)} over={over && ownKey(section, over.key) ? over : undefined} faults={faultsIn(section, faulty)}
        />
      ))}
    </ul>
  );
}

const keysIn = (section: Section) => [`section ${section.id}`, ...section.fields.flatMap((field) => [field, ...(field.type === "repeatingGroup" ? field.fields : [])].map(({ id }) => `field ${id}`))];
const ownKey = (section: Section, key: string) => (keysIn(section).includes(key) ? key : undefined);
// As one text, so that a page without news is not drawn anew.
const faultsIn = (section: Section, faulty: ReadonlySet<string>) => keysIn(section).filter((key) => faulty.has(key)).join(",");

type RowsProps = { section: Section; number: number; chosen: string | undefined; over: (Drop & { key: string }) | undefined; faults: string };

const SectionRows = memo(function SectionRows({ section, number, chosen, over, faults }: RowsProps) {
  const t = useTranslations("builder");
  const locale = useLocale();
  const node = { kind: "section", id: section.id } as const;
  const key = keyOf(node);
  const faulty = new Set(faults.split(","));
  return (
    <li role="none" className="rounded-card border border-line bg-surface">
      <div {...rowProps(node, chosen === key, { level: 1, isOpen: section.fields.length > 0 })} className={rowClass(chosen === key, over?.key === key ? "inside" : undefined, "rounded-t-card bg-subtle font-semibold")}>
        <span className="max-w-measure min-w-0 grow">
          {t("canvas.page", { number })} {localText(section.title, locale) || t("canvas.untitled")}
          {section.visibleWhen !== undefined && <Badge>{t("canvas.conditional")}</Badge>}
          {faulty.has(key) && <Fault />}
        </span>
      </div>
      {section.fields.length === 0 ? <p className="p-3 text-muted">{t("canvas.empty")}</p> : (
        <ul role="group" id={groupId(node)} className="flex flex-col gap-1 p-2">
          {section.fields.map((field) => <FieldRow key={field.id} field={field} level={2} chosen={chosen} over={over} faults={faults} />)}
        </ul>
      )}
    </li>
  );
});

type FieldRowProps = { field: Field; level: number; chosen: string | undefined; over: (Drop & { key: string }) | undefined; faults: string };

const FieldRow = memo(function FieldRow({ field, level, chosen, over, faults }: FieldRowProps) {
  const t = useTranslations("builder");
  const locale = useLocale();
  const node = { kind: "field", id: field.id } as const;
  const key = keyOf(node);
  const group = field.type === "repeatingGroup" ? field.fields : undefined;
  return (
    <li role="none">
      <div {...rowProps(node, chosen === key, { level, isOpen: group !== undefined })} className={rowClass(chosen === key, over?.key === key ? (over.after ? "after" : "before") : undefined, "rounded-control")}>
        <span className="max-w-measure min-w-0 grow">
          <span className="font-semibold">{localText(field.label, locale) || t("canvas.untitled")}</span>
          <Badge>{localText(fieldTypeNames[field.type], locale)}</Badge>
          {field.optional && <Badge>{t("canvas.optional")}</Badge>}
          {field.visibleWhen !== undefined && <Badge>{t("canvas.conditional")}</Badge>}
          {field.prefill !== undefined && <Badge>{t("canvas.prefilled")}</Badge>}
          {faults.split(",").includes(key) && <Fault />}
        </span>
      </div>
      {group && (
        <ul role="group" id={groupId(node)} className="ml-4 flex flex-col gap-1 border-l-4 border-line py-1 pl-2">
          {group.map((child) => <FieldRow key={child.id} field={child} level={level + 1} chosen={chosen} over={over} faults={faults} />)}
        </ul>
      )}
    </li>
  );
});

function rowProps(node: FormNode, isChosen: boolean, { level, isOpen }: { level: number; isOpen: boolean }) {
  return {
    id: rowId(node), role: "treeitem", "data-node": keyOf(node), draggable: true, "aria-level": level, "aria-selected": isChosen,
    tabIndex: isChosen ? 0 : -1, ...(isOpen && { "aria-expanded": true, "aria-owns": groupId(node) }),
  } as const;
}

const marks = { before: "border-t-4 border-t-accent", after: "border-b-4 border-b-accent", inside: "border-b-4 border-b-accent" } as const;

function rowClass(isChosen: boolean, mark: keyof typeof marks | undefined, extra: string): string {
  return cx(
    "flex min-h-tap cursor-pointer items-center gap-3 border-2 px-3 py-1.5 hover:bg-accent-soft elder:min-h-tap-primary",
    isChosen ? "border-accent bg-accent-soft" : "border-transparent", mark && marks[mark], extra,
  );
}

function Badge({ children }: { children: string }) {
  return <span className="ml-2 inline-block rounded-round border border-line px-2 text-small font-normal text-muted">{children}</span>;
}

function Fault() {
  const t = useTranslations("builder");
  return <span className="ml-2 inline-block rounded-round border border-danger px-2 text-small font-semibold text-danger">{t("canvas.faulty")}</span>;
}
