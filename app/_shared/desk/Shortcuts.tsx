"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { Button } from "@/app/_ui/Button";
import { pressedEarly, stillMeant } from "./early";

type Page = "queue" | "case";
const keys = { queue: ["next", "previous", "open", "claim", "search", "sheet"], case: ["acts", "act", "claim", "viewer", "files", "fileOpen", "pages", "zoom", "size", "rotate", "compare", "changed", "note", "reload", "nextCase", "previousCase", "queue", "sheet"] } as const;
const offKey = "desk-shortcuts-off";

const isOff = () => localStorage.getItem(offKey) === "1";

/** Kept in this browser; the event tells the page itself, as `storage` tells only other tabs. */
function switchOff(off: boolean): void {
  localStorage.setItem(offKey, off ? "1" : "0");
  dispatchEvent(new Event(offKey));
}

function onChange(listener: () => void): () => void {
  addEventListener(offKey, listener);
  return () => removeEventListener(offKey, listener);
}

const typing = (target: EventTarget | null) => target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
const isMeantForOthers = (event: KeyboardEvent) => event.ctrlKey || event.metaKey || event.altKey || typing(event.target);
const marked = (name: string) => [...document.querySelectorAll<HTMLElement>(`[data-key="${name}"]`)];

/** Moves the focus through the rows of the queue, and stops at both ends. */
function step(by: 1 | -1): void {
  const rows = marked("row");
  const here = rows.findIndex((row) => row.closest("tr")?.contains(document.activeElement));
  rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)]?.focus();
}

/** What belongs to the row in focus, or to the page. */
function press(name: string): void {
  const within = document.activeElement?.closest("tr")?.querySelector<HTMLElement>(`[data-key="${name}"]`);
  (within ?? (marked("row").length === 0 ? marked(name)[0] : undefined))?.click();
}

const click = (name: string) => marked(name)[0]?.click();

function openAct(index: number): void {
  const act = marked("act")[index];
  if (act instanceof HTMLDetailsElement) act.open = true;
  act?.querySelector<HTMLElement>("summary")?.focus();
  act?.scrollIntoView({ block: "start" });
}

const moves: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  c: () => press("claim"),
  "/": () => marked("search")[0]?.querySelector("input")?.focus(),
  a: () => openAct(0),
  v: () => marked("viewer")[0]?.focus(),
  "[": () => click("file-previous"),
  "]": () => click("file-next"),
  ",": () => click("page-previous"),
  ".": () => click("page-next"),
  "-": () => click("zoom-out"),
  "+": () => click("zoom-in"),
  "=": () => click("zoom-in"),
  w: () => click("zoom-width"),
  0: () => click("zoom-actual"),
  r: () => click("rotate"),
  m: () => click("compare"),
  o: () => click("file-open"),
  d: () => click("changed"),
  b: () => marked("note")[0]?.focus(),
  u: () => click("reload"),
  n: () => click("next"),
  p: () => click("previous"),
  q: () => marked("queue")[0]?.click(),
};

const moveOf = (key: string) => (/^[1-9]$/.test(key) ? () => openAct(Number(key) - 1) : moves[key]);

/**
 * Single keys for the desk; none works while one types, with a modifier held, or once they are switched off. Everything
 * they do has a link or button of its own in the page.
 */
export function Shortcuts({ page }: { page: Page }) {
  const t = useTranslations("desk.shortcuts");
  const sheet = useRef<HTMLDialogElement>(null);
  const off = useSyncExternalStore(onChange, isOff, () => false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isMeantForOthers(event) || sheet.current?.open) return;
      const move = event.key === "?" ? () => sheet.current?.showModal() : isOff() ? undefined : moveOf(event.key);
      if (!move) return;
      event.preventDefault();
      move();
    };
    document.addEventListener("keydown", onKey);
    const early = stillMeant(pressedEarly(), (event) => !isMeantForOthers(event) && (event.key === "?" || moveOf(event.key) !== undefined));
    if (!typing(document.activeElement)) early.forEach(onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <Button look="quiet" className="needs-script" onClick={() => sheet.current?.showModal()}>{t("title")}<kbd className="rounded-control border border-control px-1.5 text-small no-underline">?</kbd></Button>
      <dialog ref={sheet} aria-labelledby="shortcuts-title" className="m-auto max-w-form rounded-card border-2 border-control bg-surface p-6 text-ink backdrop:bg-masthead/60">
        <h2 id="shortcuts-title" className="text-h2 font-bold">{t("title")}</h2>
        <dl className="mt-3 grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-5 gap-y-2">
          {keys[page].map((name) => (
            <div key={name} className="contents">
              <dt><kbd className="rounded-control border border-control bg-subtle px-2 py-0.5 font-semibold">{t(`keys.${name}`)}</kbd></dt>
              <dd>{t(`does.${name}`)}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog" className="mt-4 flex flex-wrap items-center justify-between gap-4">
          <label className="flex min-h-tap items-center gap-3">
            <input type="checkbox" checked={off} onChange={(event) => switchOff(event.currentTarget.checked)} className="size-tick shrink-0" />
            {t("off")}
          </label>
          <Button type="submit">{t("close")}</Button>
        </form>
      </dialog>
    </>
  );
}
