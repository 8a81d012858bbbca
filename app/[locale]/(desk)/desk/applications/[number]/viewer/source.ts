"use client";

import type { getDocument, GlobalWorkerOptions } from "pdfjs-dist";
import library from "pdfjs-dist/package.json" with { type: "json" };
import { pixelScale } from "./view";

type Size = { width: number; height: number };
/** A drawing under way. */
type Drawing = { done: Promise<unknown>; cancel: () => void };
type DrawAt = { page: number; rotation: number; scale: number };

/** A document that can draw its pages: `size` in CSS pixels at its own size, not turned. */
export type Source = { pages: number; size: (page: number) => Promise<Size>; draw: (canvas: HTMLCanvasElement, at: DrawAt) => Promise<Drawing>; close: () => void };

export type Opened = { id: string; mime: string };

/** Fetches a file and opens it. Throws where it cannot be had or drawn. */
export async function openSource({ id, mime }: Opened, signal: AbortSignal): Promise<Source> {
  const response = await fetch(`/api/files/${id}?inline=1`, { signal });
  if (!response.ok) throw new Error(`file: ${response.status}`);
  return mime === "application/pdf" ? openPdf(await response.arrayBuffer()) : openPicture(await response.blob());
}

/** A point is 1/72 inch, a CSS pixel 1/96. */
const ownSize = 96 / 72;

type Library = { getDocument: typeof getDocument; GlobalWorkerOptions: typeof GlobalWorkerOptions };

/** pdf.js as it is, loaded when the first PDF is opened: half a megabyte that no other page carries. */
async function loadLibrary(assets: string): Promise<Library> {
  const pdf = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ `${assets}/pdf.mjs`)) as Library;
  pdf.GlobalWorkerOptions.workerSrc = `${assets}/worker.mjs`;
  return pdf;
}

async function openPdf(data: ArrayBuffer): Promise<Source> {
  const assets = `${location.origin}/api/pdf-viewer/${library.version}`;
  const loading = (await loadLibrary(assets)).getDocument({ data, cMapUrl: `${assets}/cmaps/`, standardFontDataUrl: `${assets}/standard_fonts/`, wasmUrl: `${assets}/wasm/`, iccUrl: `${assets}/iccs/` });
  const document = await loading.promise;
  return {
    pages: document.numPages,
    async size(number) {
      const { width, height } = (await document.getPage(number)).getViewport({ scale: ownSize });
      return { width, height };
    },
    async draw(canvas, { page: number, rotation, scale }) {
      const page = await document.getPage(number);
      const plain = page.getViewport({ scale: ownSize });
      const viewport = page.getViewport({ scale: ownSize * pixelScale(scale, plain, devicePixelRatio), rotation: (page.rotate + rotation) % 360 });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      const task = page.render({ canvas, viewport });
      return { done: task.promise, cancel: () => task.cancel() };
    },
    close: () => void loading.destroy(),
  };
}

async function openPicture(blob: Blob): Promise<Source> {
  const picture = await createImageBitmap(blob);
  const { width, height } = picture;
  return {
    pages: 1,
    size: async () => ({ width, height }),
    async draw(canvas, { rotation, scale }) {
      // No finer than the picture is.
      const fine = Math.min(pixelScale(scale, picture, devicePixelRatio), 1);
      const upright = rotation % 180 === 0;
      canvas.width = Math.max(1, Math.floor((upright ? width : height) * fine));
      canvas.height = Math.max(1, Math.floor((upright ? height : width) * fine));
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.translate(canvas.width / 2, canvas.height / 2);
      context.rotate((rotation * Math.PI) / 180);
      context.scale(fine, fine);
      context.drawImage(picture, -width / 2, -height / 2);
      return { done: Promise.resolve(), cancel: () => undefined };
    },
    close: () => picture.close(),
  };
}
