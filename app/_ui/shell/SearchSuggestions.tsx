"use client";

import { useEffect, useId, useRef, useState, useSyncExternalStore, type ComponentProps, type KeyboardEvent } from "react";
import type { Answers } from "@/app/_trpc/types";
import { cx } from "../cx";

type Reply = { result: { data: Answers["items"]["suggest"] } };

type Suggestion = { href: string; text: string; lang: string | undefined; note?: string };

export type SuggestionWords = { list: string; /** `#` stands for how many there are. */ count: string };

type Props = Omit<ComponentProps<"input">, "onKeyDown"> & { locale: string; itemsHref: string; words: SuggestionWords };

const never = () => () => undefined;
const PAUSE_MS = 180;

async function ask(typed: string, { locale, itemsHref }: Pick<Props, "locale" | "itemsHref">, signal: AbortSignal): Promise<Suggestion[]> {
  const reply = await fetch(`/api/trpc/items.suggest?${new URLSearchParams({ input: JSON.stringify({ query: typed }) })}`, { signal });
  if (!reply.ok) return [];
  const { result: { data: { words, items } } } = (await reply.json()) as Reply;
  const foreign = locale === "zh-CN" ? undefined : "zh-CN";
  return [
    ...words.map((word) => ({ href: `${itemsHref}?${new URLSearchParams({ q: word })}`, text: word, lang: /\p{Script=Han}/u.test(word) ? foreign : undefined })),
    ...items.map(({ code, name, nameEn, departmentName }) => (locale === "en" && nameEn
      ? { href: `${itemsHref}/${code}`, text: nameEn, lang: undefined }
      : { href: `${itemsHref}/${code}`, text: name, lang: foreign, note: departmentName })),
  ];
}

/** The box that is typed into. With script it offers what goes on from there; without, it is the plain box it always was. */
export function SearchSuggestions({ locale, itemsHref, words, className, ...input }: Props) {
  const [list, setList] = useState<Suggestion[]>([]);
  const [at, setAt] = useState(-1);
  const listId = useId();
  const scripted = useSyncExternalStore(never, () => true, () => false);
  const asking = useRef<{ timer?: ReturnType<typeof setTimeout>; abort?: AbortController }>({});
  const close = () => { stop(asking.current); setList([]); setAt(-1); };
  useEffect(() => { const { current } = asking; return () => stop(current); }, []);

  const typedIn = (typed: string) => {
    stop(asking.current);
    if (typed.trim() === "") { close(); return; }
    asking.current.timer = setTimeout(() => {
      const abort = new AbortController();
      asking.current.abort = abort;
      // A suggestion that does not come is no error: Enter searches all the same.
      ask(typed, { locale, itemsHref }, abort.signal).then((found) => { setList(found); setAt(-1); }, () => undefined);
    }, PAUSE_MS);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (list.length === 0 || event.nativeEvent.isComposing) return;
    if (event.key === "Escape") { event.preventDefault(); close(); return; }
    const chosen = list[at];
    if (event.key === "Enter" && chosen) { event.preventDefault(); globalThis.location.assign(chosen.href); return; }
    const next = stepped(event.key, at, list.length);
    if (next !== undefined) { event.preventDefault(); setAt(next); }
  };

  useEffect(() => { if (at >= 0) document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: "nearest" }); }, [at, listId]);

  const open = list.length > 0;
  return (
    <div className="min-w-0 grow" onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) close(); }}>
      <input {...input} className={cx("w-full", className)} {...(scripted ? { role: "combobox", "aria-autocomplete": "list", "aria-expanded": open, "aria-controls": open ? listId : undefined, "aria-activedescendant": at < 0 ? undefined : `${listId}-${at}` } : {})} onKeyDown={onKeyDown}
        onInput={(event) => { if (!(event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing)) typedIn(event.currentTarget.value); }}
        onCompositionEnd={(event) => typedIn(event.currentTarget.value)} />
      {open && <SuggestionList {...{ listId, list, at, label: words.list }} />}
      <span role="status" className="sr-only">{open ? words.count.replace("#", String(list.length)) : ""}</span>
    </div>
  );
}

function stop({ timer, abort }: { timer?: ReturnType<typeof setTimeout>; abort?: AbortController }) {
  clearTimeout(timer);
  abort?.abort();
}

/** Up and down go round, through the box itself. */
function stepped(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowDown") return at + 1 >= count ? -1 : at + 1;
  if (key === "ArrowUp") return at < 0 ? count - 1 : at - 1;
  return undefined;
}

function SuggestionList({ listId, list, at, label }: { listId: string; list: readonly Suggestion[]; at: number; label: string }) {
  return (
    <div id={listId} role="listbox" aria-label={label} className="absolute inset-x-0 top-full z-20 mt-1 max-w-form max-h-[min(24rem,60vh)] overflow-y-auto rounded-card border border-control bg-surface py-2 text-body text-ink">
      {list.map(({ href, text, lang, note }, index) => (
        <a key={href} id={`${listId}-${index}`} role="option" aria-selected={index === at} tabIndex={-1} href={href}
          className={cx("flex min-h-tap flex-col justify-center px-4 py-2 text-ink no-underline hover:bg-accent-soft elder:min-h-tap-primary", index === at && "bg-accent-soft outline-2 -outline-offset-2 outline-accent")}>
          <span lang={lang}>{text}</span>
          {note && <span lang={lang} className="text-hint text-muted">{note}</span>}
        </a>
      ))}
    </div>
  );
}
