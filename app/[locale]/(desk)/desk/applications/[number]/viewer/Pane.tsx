"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { cx } from "@/app/_ui/cx";
import { openSource, type Opened, type Source } from "./source";
import { scaleFor, type View } from "./view";

type PaneProps = {
  file: Opened & { name: string };
  view: View;
  /** Told once the document is open, and the scale it stands in whenever that changes. */
  onOpened: (pages: number) => void;
  onScale: (scale: number) => void;
  /** What the browser shows by itself, where the document cannot be drawn. */
  plain: ReactNode;
};

type Shown = { scale: number; width: number; height: number };

/** One document, drawn page by page; scrolled by keyboard like any text. */
export function Pane({ file, view, onOpened, onScale, plain }: PaneProps) {
  const t = useTranslations("deskCase.viewer");
  const pane = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const source = useSource(file, onOpened);
  const paneWidth = useWidth(pane);
  const [shown, setShown] = useState<Shown>();
  const { page, zoom, rotation } = view;
  useEffect(() => {
    if (typeof source !== "object" || paneWidth === 0) return undefined;
    return draw(source, canvas, { page: Math.min(page, source.pages), zoom, rotation, paneWidth }, (next) => {
      setShown(next);
      onScale(next.scale);
    });
  }, [source, page, zoom, rotation, paneWidth, onScale]);
  if (source === "failed") return <div className="flex flex-col gap-2"><p role="status" className="text-muted">{t("plain")}</p>{plain}</div>;
  return (
    // The pane scrolls, so it takes the focus: arrows and page keys move it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={pane} data-key="viewer" role="group" tabIndex={0} aria-label={file.name} aria-busy={source === "loading"} className="h-[70dvh] min-h-[24rem] w-full overflow-auto [scrollbar-gutter:stable] rounded-card border border-line bg-subtle xl:h-[calc(100dvh-15rem)] elder:xl:h-[70dvh]">
      {source === "loading" && <p role="status" className="p-4 text-muted">{t("loading")}</p>}
      <canvas ref={canvas} role="img" aria-label={t("pageOf", { name: file.name, page, pages: view.pages })} className={cx("mx-auto bg-page", !shown && "hidden")} style={shown && { width: `${shown.width}px`, height: `${shown.height}px` }} />
    </div>
  );
}

type Standing = Source | "loading" | "failed";

/** The document of a file, opened anew when the file is another. */
function useSource({ id, mime }: Opened, onOpened: (pages: number) => void): Standing {
  const [standing, setStanding] = useState<{ id: string; source: Standing }>({ id, source: "loading" });
  useEffect(() => {
    const leaving = new AbortController();
    let open: Source | undefined;
    const begin = async () => {
      const source = await openSource({ id, mime }, leaving.signal);
      open = source;
      if (leaving.signal.aborted) return source.close();
      setStanding({ id, source });
      onOpened(source.pages);
    };
    void begin().catch(() => !leaving.signal.aborted && setStanding({ id, source: "failed" }));
    return () => {
      leaving.abort();
      open?.close();
    };
  }, [id, mime, onOpened]);
  return standing.id === id ? standing.source : "loading";
}

/** The width inside a pane, followed as the window changes. */
function useWidth(pane: { current: HTMLDivElement | null }): number {
  return useSyncExternalStore(
    (tell) => {
      const watch = new ResizeObserver(tell);
      if (pane.current) watch.observe(pane.current);
      return () => watch.disconnect();
    },
    () => pane.current?.clientWidth ?? 0,
    () => 0,
  );
}

type At = Pick<View, "page" | "zoom" | "rotation"> & { paneWidth: number };

/** Draws one page, unless another is asked for meanwhile. */
function draw(source: Source, canvas: { current: HTMLCanvasElement | null }, { page, zoom, rotation, paneWidth }: At, tell: (shown: Shown) => void): () => void {
  let stopped = false;
  let cancel: () => void = () => undefined;
  const begin = async () => {
    const size = await source.size(page);
    const scale = scaleFor({ zoom, rotation }, size, paneWidth);
    if (stopped || !canvas.current) return;
    const upright = rotation % 180 === 0;
    tell({ scale, width: (upright ? size.width : size.height) * scale, height: (upright ? size.height : size.width) * scale });
    const drawing = await source.draw(canvas.current, { page, rotation, scale });
    cancel = drawing.cancel;
    if (stopped) drawing.cancel();
    await drawing.done;
  };
  // A drawing that was cancelled says so by failing.
  void begin().catch(() => undefined);
  return () => {
    stopped = true;
    cancel();
  };
}
