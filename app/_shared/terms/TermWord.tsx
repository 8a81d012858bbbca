"use client";

import { useEffect, useId, useRef, useState, type MouseEvent } from "react";
import { Button } from "@/app/_ui/Button";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { word: string; written: string; name: string; text: string; close: string };

/**
 * A word that explains itself where it stands: a link to the glossary which, where the browser can, opens the meaning beside
 * it instead. Escape, a press outside and the button close it, and focus comes back to the word.
 */
export function TermWord({ word, written, name, text, close }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    box.current?.showPopover();
    button.current?.focus();
  }, [open]);
  const show = (event: MouseEvent) => {
    // Opened in a tab of its own, or by a browser that knows no popover, it is the link that it is.
    if (event.ctrlKey || event.metaKey || event.shiftKey || !("popover" in HTMLElement.prototype)) return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <>
      <TextLink href={`/help/terms#${word}`} onClick={show} aria-haspopup="dialog" className="text-ink underline decoration-dotted decoration-2 underline-offset-[0.22em] decoration-accent hover:text-accent-strong">{written}</TextLink>
      {open && (
        <span
          ref={box} popover="auto" role="dialog" aria-labelledby={id} onToggle={({ newState }) => setOpen(newState === "open")}
          className="fixed inset-x-4 top-auto bottom-4 mx-auto max-h-[70dvh] w-auto max-w-measure overflow-y-auto rounded-card border-2 border-accent bg-surface p-5 text-start text-body font-normal text-ink shadow-lg md:bottom-8"
        >
          <strong id={id} className="block text-h3">{name}</strong>
          <span className="my-3 block">{text}</span>
          <Button ref={button} onClick={() => box.current?.hidePopover()}>{close}</Button>
        </span>
      )}
    </>
  );
}
