"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useState, type ReactNode } from "react";
import { formatInstant } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";

type Watched = Answers["applications"]["watch"];
type CaseWatchProps = { number: string; version: number; start: Watched; children: ReactNode };

const everyMs = 20_000;

/**
 * Around a case: who else has it open, and a word at the foot of the window when it changed meanwhile. Reading it again leaves what is
 * typed where it stands. Without script it tells how things stood when the page was made.
 */
export function CaseWatch({ number, version, start, children }: CaseWatchProps) {
  const t = useTranslations("deskCase.watch");
  const event = useTranslations("applications.event");
  const locale = useLocale();
  const router = useRouter();
  const [watched, setWatched] = useState(start);
  useEffect(() => watch({ number, version }, setWatched), [number, version]);
  const { present } = watched;
  const changed = watched.version > version ? watched.changed : null;
  return (
    <>
      <ul aria-label={t("label")} aria-live="polite" data-print="no" className="flex flex-wrap gap-x-6 text-muted empty:-mb-8 dense:empty:-mb-6">
        {present.map(({ name, minutes }) => <li key={name} className="flex items-center gap-2"><Icon name="person" className="size-[1em]" />{minutes === 0 ? t("justNow", { name }) : t("present", { name, minutes })}</li>)}
      </ul>
      {children}
      <div role="status" data-print="no" data-read-aloud="skip" className="sticky bottom-0 z-20 empty:-mt-8 dense:empty:-mt-6">
        {changed && (
          <div className="border-t-4 border-warning-line bg-warning-soft text-ink">
            <div className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3">
              <p className="flex max-w-measure grow items-baseline gap-3 font-semibold"><Icon name="alert" className="size-[1.15em] self-center text-warning" />{t("changed", { who: changed.actorRole === "system" ? t("system") : changed.actorName, what: event(changed.action), at: formatInstant(changed.at, locale) })}</p>
              <Button data-key="reload" onClick={() => router.refresh()}>{t("reload")}</Button>
            </div>
          </div>
        )}
      </div>
    </>
  );
}

/** Asks every so often while the page is in view, and at once when it comes back into it. */
function watch({ number, version }: Pick<CaseWatchProps, "number" | "version">, tell: (watched: Watched) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const ask = async () => {
    clearTimeout(timer);
    const response = await fetch(`/api/case-watch?${new URLSearchParams({ number, version: String(version) })}`, { cache: "no-store" }).catch(() => undefined);
    if (stopped) return;
    if (response?.ok) tell((await response.json()) as Watched);
    // Signed out, or the case is no longer this person's: there is nothing more to ask.
    if (!response || response.ok || response.status >= 500) timer = setTimeout(() => void look(), everyMs);
  };
  const look = async () => {
    if (document.visibilityState === "visible") await ask();
  };
  const onVisible = () => void look();
  document.addEventListener("visibilitychange", onVisible);
  timer = setTimeout(onVisible, everyMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisible);
  };
}
