"use client";

import { useEffect, useRef, useState } from "react";
import { browserApi } from "@/app/_trpc/browser";
import { controlClass, fieldId } from "@/app/_ui/fields";

const PAUSE_MS = 180;

type Props = { label: string; hint: string; value: string; /** What was typed names no single item. */ wrong: boolean };

/** An item by its name. With script it offers those that the words find; without, they are looked for when the form is sent. */
export function ItemField({ label, hint, value, wrong }: Props) {
  const [found, setFound] = useState<readonly string[]>([]);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef("");
  useEffect(() => () => clearTimeout(waiting.current), []);
  const look = (typed: string) => {
    clearTimeout(waiting.current);
    const query = typed.trim();
    // A name that is offered has been chosen.
    if (!query || found.includes(query)) return;
    asked.current = query;
    // Names that come late are for words that stand no more; that none come is no error: the form is sent all the same.
    const offer = (labels: readonly string[]) => { if (asked.current === query) setFound(labels); };
    waiting.current = setTimeout(() => void browserApi.applications.queueItems.query({ query }).then((items) => offer([...new Set(items.map(({ label }) => label))]), () => undefined), PAUSE_MS);
  };
  return (
    <div className="flex w-full max-w-[26rem] flex-col gap-1">
      <label htmlFor={fieldId("item")} className="font-semibold">{label}</label>
      <span id="hint-item" className="text-hint text-muted">{hint}</span>
      <input id={fieldId("item")} name="item" type="text" list="items-found" autoComplete="off" maxLength={300} defaultValue={value} aria-invalid={wrong || undefined} aria-describedby="hint-item" className={controlClass}
        onInput={({ currentTarget, nativeEvent }) => { if (!(nativeEvent instanceof InputEvent && nativeEvent.isComposing)) look(currentTarget.value); }} onCompositionEnd={({ currentTarget }) => look(currentTarget.value)} />
      <datalist id="items-found">{found.map((name) => <option key={name}>{name}</option>)}</datalist>
    </div>
  );
}
