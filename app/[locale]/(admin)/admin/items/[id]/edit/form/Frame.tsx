"use client";

import { useEffect, useRef, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { viewAttributes } from "@/app/_shared/preferences/preferences";
import { presetOf } from "@/domain/identity/rules/preferences";
import type { Mode } from "@/domain/identity/schema";
import type { Locale } from "@/app/_i18n/routing";

type Props = { title: string; mode: Mode; locale: Locale; phone: boolean; children: ReactNode };

const blankUnder = (title: string) => `<!doctype html><html><head><title>${title}</title></head><body></body></html>`;
const phoneWidth = "22.5rem";

/**
 * A window of its own in the page, with the styles of the portal: its width decides like that of a screen, and senior mode
 * and language are its own. What it shows is drawn by this page, so that it follows every key.
 */
export function Frame({ title, mode, locale, phone, children }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [body, setBody] = useState<HTMLElement>();
  useEffect(() => {
    const root = frame.current?.contentDocument?.documentElement;
    if (!root || !body) return;
    for (const [name, value] of Object.entries({ lang: locale, "data-theme": document.documentElement.dataset["theme"], ...viewAttributes({ mode, preferences: presetOf(mode) }) })) {
      if (value !== undefined) root.setAttribute(name, value);
    }
  }, [body, mode, locale]);
  const prepare = () => {
    const target = frame.current?.contentDocument;
    if (!target) return;
    for (const style of document.querySelectorAll("link[rel=stylesheet], style")) target.head.append(target.importNode(style, true));
    setBody(target.body);
  };
  return (
    <>
      <iframe ref={frame} title={title} srcDoc={blankUnder(title)} onLoad={prepare} style={{ maxWidth: phone ? phoneWidth : "none" }} className="h-[46rem] w-full self-center rounded-card border-2 border-control bg-page" />
      {body && createPortal(children, body)}
    </>
  );
}
