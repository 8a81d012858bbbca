"use client";

import { startTransition, useEffect, useRef, useState, type RefObject } from "react";
import { mergeForms } from "@/domain/forms/rules/merge";
import type { FormDefinition } from "@/domain/forms/schema";
import { saveForm } from "./actions";
import type { FormSave } from "./state";
import type { Builder } from "./useBuilder";

/** Keeps what was built while one goes on building; warns before unsaved work is left. */
export function useSaving(element: RefObject<HTMLFormElement | null>, builder: Builder, start: { posted: FormSave; kept: FormDefinition; leaving: string }) {
  const [result, setResult] = useState(start.posted);
  const [kept, setKept] = useState(start.kept);
  const [pending, setPending] = useState(false);
  const busy = useRef(false);
  const isDirty = builder.form !== kept;
  useLeaveWarning(isDirty, start.leaving);

  const settle = (answer: FormSave, sent: FormDefinition) => {
    setResult(answer);
    if (answer.kept && !answer.form) return setKept(sent);
    if (!answer.form) return undefined;
    // What was typed while saving stands over what came back.
    const { form } = mergeForms(sent, builder.now(), answer.form);
    const same = answer.kept && builder.now() === sent;
    builder.edit({ do: "replace", form: same ? answer.form : form });
    return setKept(answer.kept ? answer.form : (answer.theirs ?? answer.form));
  };

  const save = () => {
    if (busy.current || !element.current) return;
    const sent = builder.now();
    const data = new FormData(element.current);
    data.set("form", JSON.stringify(sent));
    data.set("version", String(result.version));
    busy.current = true;
    setPending(true);
    startTransition(async () => {
      try {
        settle(await saveForm(result, data), sent);
      } finally {
        busy.current = false;
        setPending(false);
      }
    });
  };
  return { result, pending, isDirty, save };
}

function useLeaveWarning(isDirty: boolean, words: string): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const staysHere = !link || link.getAttribute("href")?.startsWith("#") || link.hasAttribute("download") || link.getAttribute("target") === "_blank" || event.ctrlKey || event.metaKey;
      if (staysHere || window.confirm(words)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [isDirty, words]);
}
