"use client";

import { useEffect, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { viewAttributes } from "@/app/_shared/preferences/preferences";
import { presetOf } from "@/domain/identity/rules/preferences";
import type { Mode } from "@/domain/identity/schema";
import type { Locale } from "@/app/_i18n/routing";

type Props = { title: string; mode: Mode; locale: Locale; phone: boolean; children: ReactNode };

const blank = "<!doctype html><html><head></head><body></body></html>";
const phoneWidth = "22.5rem";

/**
 * A window of its own in the page, with the styles of the portal: its width decides like that of a screen, and senior mode
 * and language are its own. What it shows is drawn by this page, so that it follows every key.
 */
export function Frame({ title, mode, locale, phone, children }: Props) {
  const [inside, setInside] = useState<Document>();
  useEffect(() => {
    if (!inside) return;
    const root = inside.documentElement;
    root.lang = locale;
    for (const [name, value] of Object.entries({ "data-theme": document.documentElement.dataset["theme"], ...viewAttributes({ mode, preferences: presetOf(mode) }) })) {
      if (value !== undefined) root.setAttribute(name, value);
    }
  }, [inside, mode, locale]);
  const prepare = (frame: HTMLIFrameElement) => {
    const target = frame.contentDocument;
    if (!target) return;
    target.title = title;
    for (const style of document.querySelectorAll("link[rel=stylesheet], style")) target.head.append(target.importNode(style, true));
    setInside(target);
  };
  return (
    <>
      <iframe title={title} srcDoc={blank} onLoad={(event) => prepare(event.currentTarget)} style={{ maxWidth: phone ? phoneWidth : "none" }} className="h-[46rem] w-full self-center rounded-card border-2 border-control bg-page" />
      {inside && createPortal(children, inside.body)}
    </>
  );
}
