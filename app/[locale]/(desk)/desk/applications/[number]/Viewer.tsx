"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useReducer, useState, useSyncExternalStore, type ReactNode } from "react";
import { Section } from "@/app/_ui/Page";
import { type FileView, type MaterialView } from "./materials";
import { MaterialList } from "./viewer/MaterialList";
import { Pane } from "./viewer/Pane";
import { Plain } from "./viewer/Plain";
import { Toolbar } from "./viewer/Toolbar";
import { firstView, moved } from "./viewer/view";

type Choice = { file: string | undefined; against: string | undefined };
type Props = { number: string; materials: readonly MaterialView[]; missing: readonly MaterialView["label"][]; start: Choice };

/** The uploads by material, and the chosen one beside the data; with an earlier version of it where one is asked for. */
export function Viewer({ number, materials, missing, start }: Props) {
  const t = useTranslations("desk.materials");
  const [choice, choose] = useChoice(start);
  const files = materials.flatMap((material) => material.files).filter(({ unscanned }) => !unscanned);
  const file = files.find(({ id }) => id === choice.file) ?? materials.flatMap(({ earlier }) => earlier).filter(({ unscanned }) => !unscanned).find(({ id }) => id === choice.file) ?? files[0];
  const material = materials.find((one) => [...one.files, ...one.earlier].some(({ id }) => id === file?.id));
  const against = material?.earlier.find(({ id, unscanned }) => id === choice.against && id !== file?.id && !unscanned);
  return (
    <Section id="materials" title={t("title")}>
      {materials.length === 0 && <p className="text-muted">{t("none")}</p>}
      <MaterialList {...{ number, materials, missing }} shown={file?.id} against={against?.id} />
      {file && <Documents key={file.id} {...{ file, against, files, choose }} earlier={material?.earlier.filter(({ id, unscanned }) => id !== file.id && !unscanned) ?? []} />}
    </Section>
  );
}

type DocumentsProps = { file: FileView; against: FileView | undefined; files: readonly FileView[]; earlier: readonly FileView[]; choose: (choice: Choice) => void };

/** The chosen file, beside its earlier version where one is compared; both turn and grow together. */
function Documents({ file, against, files, earlier, choose }: DocumentsProps) {
  const t = useTranslations("deskCase.viewer");
  const [view, move] = useReducer(moved, firstView);
  const [scale, setScale] = useState(1);
  const opened = useCallback((pages: number) => move({ opened: pages }), []);
  const enhanced = useSyncExternalStore(nothing, () => true, () => false);
  const at = files.findIndex(({ id }) => id === file.id);
  const show = (index: number) => files[index] && choose({ file: files[index].id, against: undefined });
  const compare = () => choose({ file: file.id, against: against ? undefined : earlier[0]?.id });
  return (
    <figure data-print="no" className="flex min-w-0 flex-col gap-2">
      <Toolbar {...{ file, view, scale, move }} comparable={earlier.length > 0} comparing={against !== undefined} onCompare={compare} onPrevious={at > 0 ? () => show(at - 1) : undefined} onNext={at >= 0 && at < files.length - 1 ? () => show(at + 1) : undefined} />
      {enhanced ? (
        <div className={against ? "grid gap-2 sm:grid-cols-2 elder:sm:grid-cols-1" : undefined}>
          <Titled title={against && t("now")}><Pane file={file} view={view} onOpened={opened} onScale={setScale} plain={<Plain file={file} />} /></Titled>
          {against && <Titled title={t("before")}><Pane file={against} view={view} onOpened={ignore} onScale={ignore} plain={<Plain file={against} />} /></Titled>}
        </div>
      ) : <div className="min-h-[24rem]"><noscript><Plain file={file} />{against && <Plain file={against} />}</noscript></div>}
    </figure>
  );
}

function Titled({ title, children }: { title: string | undefined; children: ReactNode }) {
  return <div className="flex min-w-0 flex-col gap-1">{title && <p className="font-semibold">{title}</p>}{children}</div>;
}

const nothing = () => () => undefined;
const ignore = () => undefined;

// Where the panes stand one below another the paper may be far off; beside the answers nothing moves.
function bringIntoView(): void {
  const pane = document.querySelector('[data-key="viewer"]');
  const { top, bottom } = pane?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  if (top > innerHeight - 100 || bottom < 100) document.getElementById("materials")?.scrollIntoView();
}

/**
 * What is shown, kept in the address without loading the page again: any link marked `data-file` chooses, wherever it
 * stands, and without script leads to the same address.
 */
function useChoice(start: Choice): [Choice, (choice: Choice) => void] {
  const [choice, setChoice] = useState(start);
  const choose = useCallback((next: Choice) => {
    setChoice(next);
    const here = new URL(location.href);
    for (const [name, value] of [["file", next.file], ["with", next.against]] as const) {
      if (value) here.searchParams.set(name, value);
      else here.searchParams.delete(name);
    }
    history.replaceState(null, "", here);
  }, []);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-file]") : null;
      if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      choose({ file: link.dataset["file"], against: link.dataset["with"] });
      bringIntoView();
    };
    // Before the framework's own links hear of it.
    document.addEventListener("click", onClick, { capture: true });
    return () => document.removeEventListener("click", onClick, { capture: true });
  }, [choose]);
  return [choice, choose];
}
