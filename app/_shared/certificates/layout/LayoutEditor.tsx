"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { localText } from "@/app/_shared/forms/localised";
import { Button } from "@/app/_ui/Button";
import { Select } from "@/app/_ui/Select";
import { borderStyles, elementKinds, layoutColours, pageFormats, recordFacts, type LayoutElement } from "@/domain/items/schema/layout";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { newElement, type ElementDraft, type LayoutDraft } from "./draft";
import { ElementFields } from "./ElementFields";
import { PageCanvas } from "./PageCanvas";

type Props = { start: LayoutDraft; title: string; fields: readonly Pick<FaceFieldSpec, "key" | "label">[]; wrong?: readonly string[] };

/** A certificate's page: drawn to scale to move things about, and as a list of elements that says the same and works without script. */
export function LayoutEditor({ start, title, fields, wrong = [] }: Props) {
  const t = useTranslations("certificateTypes");
  const locale = useLocale();
  const [draft, setDraft] = useState(start);
  const [selected, setSelected] = useState("");
  const faulty = new Set(wrong);
  const change = (element: ElementDraft) => setDraft((before) => ({ ...before, elements: before.elements.map((one) => (one.id === element.id ? element : one)) }));
  const remove = (id: string) => setDraft((before) => ({ ...before, elements: before.elements.filter((one) => one.id !== id) }));
  const add = (kind: LayoutElement["kind"]) => {
    const element = newElement(kind, draft.elements);
    setDraft({ ...draft, elements: [...draft.elements, element] });
    setSelected(element.id);
  };
  const labelOf = (key: string) => {
    const label = fields.find((field) => field.key === key)?.label;
    return label ? localText(label, locale) : key;
  };
  const wordsOf = (element: ElementDraft): { text: string; label: string } => {
    const fact = recordFacts.find((one) => one === element.fact);
    if (element.kind === "text") return { text: element.zh, label: "" };
    if (element.kind === "field") return { text: `〔${labelOf(element.field)}〕`, label: labelOf(element.field) };
    if (element.kind === "fact" && fact) return { text: fact === "title" ? title : `〔${t(`facts.${fact}`)}〕`, label: t(`facts.${fact}`) };
    return { text: element.kind === "rows" ? rowsText(element, draft, fields.map(({ key }) => key), labelOf) : t(`kinds.${element.kind}`), label: "" };
  };
  const setPage = (name: "page" | "border" | "colour" | "english") => (event: { currentTarget: { value: string } }) => setDraft({ ...draft, [name]: event.currentTarget.value });
  return (
    <div className="flex flex-col gap-6">
      <input type="hidden" name="layout.count" value={draft.elements.length} />
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Select name="layout.page" label={t("page.page")} empty={false} width="full" value={draft.page} onChange={setPage("page")} options={pageFormats.map((value) => ({ value, label: t(`pages.${value}`) }))} />
        <Select name="layout.border" label={t("page.border")} empty={false} width="full" value={draft.border} onChange={setPage("border")} options={borderStyles.map((value) => ({ value, label: t(`borders.${value}`) }))} />
        <Select name="layout.colour" label={t("page.colour")} empty={false} width="full" value={draft.colour} onChange={setPage("colour")} options={layoutColours.map((value) => ({ value, label: t(`colours.${value}`) }))} />
        <Select name="layout.english" label={t("page.english")} empty={false} width="full" value={draft.english} onChange={setPage("english")} options={[{ value: "", label: t("page.chineseOnly") }, { value: "yes", label: t("page.both") }]} />
      </div>
      <PageCanvas draft={draft} selected={selected} wordsOf={wordsOf} onSelect={setSelected} onChange={change} onRemove={remove} />
      <div role="group" aria-label={t("canvas.add")} className="needs-script flex flex-wrap gap-2">
        {elementKinds.map((kind) => <Button key={kind} onClick={() => add(kind)}>{t(`kinds.${kind}`)}</Button>)}
      </div>
      <noscript>
        <Select name="layout.add" label={t("canvas.add")} empty={t("canvas.addNone")} options={elementKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))} />
      </noscript>
      <ol className="flex flex-col gap-3">
        {draft.elements.map((element, at) => {
          const broken = [...faulty].some((path) => path.startsWith(`elements.${at}.`));
          return (
            <li key={element.id}>
              <details open={broken || element.id === selected} className="rounded-card border border-line bg-surface open:border-accent-line">
                <summary className="flex min-h-tap flex-wrap items-center gap-x-3 px-4 py-2 font-semibold hover:bg-accent-soft">{t("element.summary", { number: at + 1, kind: t(`kinds.${element.kind}`), what: wordsOf(element).text.split("\n")[0]?.slice(0, 16) ?? "" })}</summary>
                <div className="flex flex-col gap-4 border-t border-line p-4"><ElementFields element={element} at={at} fields={fields} wrong={faulty} onChange={change} onRemove={() => remove(element.id)} /></div>
              </details>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function rowsText(element: ElementDraft, { elements }: LayoutDraft, keys: readonly string[], labelOf: (key: string) => string): string {
  const named = element.fields.split(" ").filter(Boolean);
  const alone = new Set(elements.filter(({ kind }) => kind === "field").map(({ field }) => field));
  return (named.length > 0 ? named : keys.filter((key) => !alone.has(key))).map(labelOf).join("\n");
}
