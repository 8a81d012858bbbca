"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { another, renew } from "@/app/_shared/certificates/presenting/actions";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Icon } from "@/app/_ui/Icon";
import type { CodeStanding } from "@/domain/certificates/schema/presenting";
import { keepAwake, onceASecond, watchScans } from "./watching";

type LiveCodeProps = {
  presentationId: string;
  standing: CodeStanding;
  /** By the portal's clock. */
  now: string;
  secondsLeft: number;
  newest: string | null;
  /** The next code is made when so few seconds are left, so many times. */
  next: { seconds: number; times: number };
};

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/**
 * What shows that this screen is live: a clock that runs and a bar that moves (without motion, the clock alone). It makes the
 * next code before this one ends, keeps the screen on, and reads the page again when somebody has looked.
 */
export function LiveCode({ presentationId, standing, now, secondsLeft, newest, next }: LiveCodeProps) {
  const t = useTranslations("present.live");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const renewals = useRef(0);
  const [first] = useState({ presentationId, newest });
  const [passed, setPassed] = useState(0);
  const live = standing === "live";
  useEffect(() => keepAwake(), []);
  useEffect(() => onceASecond(setPassed), [presentationId, now]);
  useEffect(() => watchScans(presentationId, { standing, newest }, () => router.refresh()), [presentationId, standing, newest, router]);
  const left = Math.max(0, secondsLeft - passed);
  const due = live && left <= next.seconds;
  useEffect(() => {
    if (!due || renewals.current >= next.times || document.visibilityState !== "visible" || !form.current) return;
    renewals.current += 1;
    void renew(new FormData(form.current)).catch(() => false).then(() => router.refresh());
  }, [due, next.times, router]);
  useEffect(() => {
    if (live && left === 0) router.refresh();
  }, [live, left, router]);
  return (
    // The word for whoever listens stays where it stands, or a change of it would not be told.
    <div className="contents">
      {live && (
        <div className="flex flex-col gap-3 rounded-card border-2 border-accent bg-accent-soft p-4 md:p-5" data-read-aloud="skip">
          <form ref={form} action={another} hidden><ActingField /><input type="hidden" name="presentation" value={presentationId} /></form>
          <p className="flex flex-wrap items-baseline justify-between gap-x-6">
            <span className="text-muted">{t("clock")}</span>
            <time role="timer" className="text-figure font-bold">{clock.format(Date.parse(now) + passed * 1000)}</time>
          </p>
          <span aria-hidden="true" className="relative block h-3 overflow-hidden rounded-round border border-accent-line bg-surface forced-colors:border-[CanvasText]"><span className="sweep absolute inset-y-0 left-0 w-1/4 rounded-round bg-accent forced-colors:bg-[CanvasText]" /></span>
          <p role="timer" className="flex items-center gap-2 font-semibold"><Icon name="clock" className="size-[1.1em]" /><span className="needs-script">{t("left", { seconds: left })}</span><noscript>{t("leftStill")}</noscript></p>
          <p className="max-w-measure text-hint">{t("clockNote")}</p>
        </div>
      )}
      <p role="status" className="sr-only">{words()}</p>
    </div>
  );

  /** Said to whoever listens: what changed since the page was opened, and that little time is left, not every second. */
  function words(): string {
    if (newest !== first.newest) return t("scanned");
    if (live && left <= 15) return t("soon");
    return presentationId === first.presentationId ? "" : t("renewed");
  }
}
