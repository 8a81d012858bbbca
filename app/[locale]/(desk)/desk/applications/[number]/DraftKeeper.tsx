"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { SaveQueue, type QueueStatus } from "@/app/_shared/forms/saveQueue";
import { browserApi, isLost, refusalIn } from "@/app/_trpc/browser";
import { kindOf, typedIn } from "./drafts";

type DraftKeeperProps = { id: string; version: number; children: ReactNode };

/** Keeps on the server what is typed into the forms within, and says when it did; the forms themselves know nothing of it. */
export function DraftKeeper({ id, version, children }: DraftKeeperProps) {
  const around = useRef<HTMLDivElement>(null);
  const seen = useRef(version);
  const [status, setStatus] = useState<QueueStatus>({ state: "idle", at: null, unsaved: 0 });
  useEffect(() => {
    seen.current = version;
  }, [version]);
  useEffect(() => {
    const within = around.current;
    return within ? keepWithin(within, { id, version: () => seen.current, tell: setStatus }) : undefined;
  }, [id]);
  return (
    <div ref={around} className="flex flex-col gap-2">
      {children}
      <Standing status={status} />
    </div>
  );
}

function Standing({ status: { state, at, error } }: { status: QueueStatus }) {
  const t = useTranslations("deskCase.drafts");
  const errors = useTranslations("errors");
  const refusal = state === "refused" ? refusalIn(error) : undefined;
  const words = state === "saved" && at ? t("saved", { at: formatTime(at) }) : state === "offline" ? t("offline") : refusal ? refusalText(errors, refusal) : "";
  return <p role="status" data-print="no" className="text-hint text-muted empty:-mt-2">{words}</p>;
}

type Keeping = { id: string; version: () => number; tell: (status: QueueStatus) => void };

/** Listens to every form of an element until told to stop. */
function keepWithin(within: HTMLElement, { id, version, tell }: Keeping): () => void {
  const formOf = (kind: string) => [...within.querySelectorAll("form")].find((form) => kindOf(form) === kind);
  const queue = new SaveQueue({
    isLost, tell,
    async send(kind) {
      const form = formOf(kind);
      // Its act has gone meanwhile, and what was typed was kept before.
      if (!form) return new Date().toISOString();
      return (await browserApi.applications.saveDeskDraft.mutate({ id, version: version(), kind, fields: typedIn(form, rawFromForm(new FormData(form))) })).savedAt;
    },
  });
  const typed = (event: Event) => {
    const kind = event.target instanceof Element ? kindOf(event.target.closest("form")) : undefined;
    if (kind) queue.changed(kind);
  };
  const now = () => queue.now();
  const leave = () => document.visibilityState === "hidden" && queue.now();
  for (const name of ["input", "change"]) within.addEventListener(name, typed);
  within.addEventListener("submit", now);
  addEventListener("online", now);
  document.addEventListener("visibilitychange", leave);
  return () => {
    for (const name of ["input", "change"]) within.removeEventListener(name, typed);
    within.removeEventListener("submit", now);
    removeEventListener("online", now);
    document.removeEventListener("visibilitychange", leave);
    queue.now();
    queue.stop();
  };
}
