"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { fileSize } from "@/app/_shared/applications/fileSize";
import { buttonClass } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { Icon } from "@/app/_ui/Icon";
import type { FileView } from "../materials";
import type { Move, View } from "./view";

type ToolbarProps = {
  file: FileView;
  view: View;
  scale: number;
  move: (move: Move) => void;
  comparable: boolean;
  comparing: boolean;
  onCompare: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
};

/** Everything the viewer does, each a button with its key; what needs no script stands below. */
export function Toolbar({ file, view, scale, move, comparable, comparing, onCompare, onPrevious, onNext }: ToolbarProps) {
  const t = useTranslations("deskCase.viewer");
  const desk = useTranslations("desk.materials");
  return (
    <div className="flex flex-col gap-1">
      <div role="group" aria-label={t("tools")} className="needs-script flex flex-wrap items-center gap-1 elder:gap-4">
        <Tool name="file-previous" label={t("previousFile")} onPress={onPrevious}><Icon name="arrowLeft" /></Tool>
        <Tool name="file-next" label={t("nextFile")} onPress={onNext}><Icon name="arrowRight" /></Tool>
        {view.pages > 1 && <>
          <Tool name="page-previous" label={t("previousPage")} onPress={view.page > 1 ? () => move("previousPage") : undefined}>‹</Tool>
          <Tool name="page-next" label={t("nextPage")} onPress={view.page < view.pages ? () => move("nextPage") : undefined}>›</Tool>
        </>}
        <span role="status" className="px-2 tabular-nums">{t("page", { page: view.page, pages: view.pages })}</span>
        <Tool name="zoom-out" label={t("smaller")} onPress={() => move({ zoom: "out", scale })}>−</Tool>
        <span className="min-w-[3.5em] text-center tabular-nums">{t("percent", { percent: Math.round(scale * 100) })}</span>
        <Tool name="zoom-in" label={t("larger")} onPress={() => move({ zoom: "in", scale })}>＋</Tool>
        <Tool name="zoom-width" pressed={view.zoom === "width"} onPress={() => move("fitWidth")}>{t("fitWidth")}</Tool>
        <Tool name="zoom-actual" pressed={view.zoom === 1} onPress={() => move("actualSize")}>100%</Tool>
        <Tool name="rotate" onPress={() => move("rotate")}>{t("rotate")}</Tool>
        {comparable && <Tool name="compare" pressed={comparing} onPress={onCompare}>{t("compare")}</Tool>}
      </div>
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 text-hint text-muted">
        <span>{file.name} · {fileSize(file.size)}</span>
        <span className="flex flex-wrap gap-x-2">
          <a href={`/api/files/${file.id}?inline=1`} target="_blank" rel="noopener" data-key="file-open" className={buttonClass("quiet")}>{desk("open")}</a>
          <a href={`/api/files/${file.id}`} download className={buttonClass("quiet")}><Icon name="download" />{desk("download")}</a>
        </span>
      </figcaption>
    </div>
  );
}

type ToolProps = { name: string; label?: string; pressed?: boolean; onPress: (() => void) | undefined; children: ReactNode };

/** A small button; one that can do nothing now keeps its place and its focus. */
function Tool({ name, label, pressed, onPress, children }: ToolProps) {
  return (
    <button
      type="button" data-key={name} title={label} aria-label={label} aria-pressed={pressed} aria-disabled={onPress ? undefined : true} onClick={onPress}
      className={cx("tap justify-center rounded-control border border-control bg-surface px-2 font-semibold text-ink elder:min-h-tap-primary", onPress ? "hover:border-accent hover:bg-accent-soft" : "cursor-not-allowed border-line text-muted", pressed && "border-accent bg-accent-soft")}
    >
      {children}
    </button>
  );
}
