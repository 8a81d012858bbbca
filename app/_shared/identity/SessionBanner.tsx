"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { localePath } from "@/app/_i18n/routing";
import { browserApi } from "@/app/_trpc/browser";
import { Button, buttonClass } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";
import { usePlace } from "@/app/_ui/shell/usePlace";
import type { SessionStanding } from "@/server/auth/standing";
import { watchSession, type Watched } from "./watchSession";

/**
 * At the foot of the window, two minutes before the session ends: that it will, and one button to go on. It covers nothing
 * that cannot be scrolled to, moves nothing and takes no focus. Without script a form sent too late is kept all the same.
 */
export function SessionBanner({ start }: { start: SessionStanding }) {
  const t = useTranslations("common.session");
  const [watched, setWatched] = useState<Watched>({ state: "well" });
  const watch = useRef<ReturnType<typeof watchSession>>(undefined);
  const { seconds, extendable, holder } = start;
  useEffect(() => {
    const watching = watchSession({ seconds, extendable, holder }, setWatched);
    watch.current = watching;
    return watching.stop;
  }, [seconds, extendable, holder]);
  const extend = async () => {
    await browserApi.identity.extendSession.mutate().catch(() => undefined);
    await watch.current?.refresh();
  };
  return (
    <div role="status" data-print="no" data-read-aloud="skip" className="sticky bottom-0 z-20">
      {watched.state !== "well" && (
        <div className="border-t-4 border-warning-line bg-warning-soft text-ink">
          <div className="wrap-site flex max-w-site flex-wrap items-center gap-x-6 gap-y-3 py-3">
            <p className="flex max-w-measure grow items-baseline gap-3 font-semibold"><Icon name="alert" className="size-[1.15em] self-center text-warning" />{wordsFor(watched, t)}</p>
            {watched.state === "ending" && watched.extendable && <Button look="primary" onClick={() => void extend()}>{t("extend")}</Button>}
            {watched.state === "ended" && <SignInAgain label={t("signIn")} />}
            {watched.state === "changed" && <Button onClick={() => location.reload()}>{t("reload")}</Button>}
          </div>
        </div>
      )}
    </div>
  );
}

function wordsFor(watched: Exclude<Watched, { state: "well" }>, t: ReturnType<typeof useTranslations<"common.session">>): string {
  if (watched.state !== "ending") return t(watched.state);
  return t(watched.extendable ? "warning" : "lastMinutes", { minutes: watched.minutes });
}

/** Beside the page, so that what is typed on it stays; once signed in there, this one goes on. */
function SignInAgain({ label }: { label: string }) {
  const ui = useTranslations("ui");
  const [locale, place] = [useLocale(), usePlace()];
  const next = encodeURIComponent(localePath(locale, place));
  return <a href={localePath(locale, `/sign-in?next=${next}`)} target="_blank" rel="noopener" className={buttonClass("primary")}>{label}{ui("opensNewTab")}</a>;
}

/** Lets the other tabs know that nobody is signed in here. */
export function SignedOutHere() {
  useEffect(() => {
    const channel = new BroadcastChannel("tongban-session");
    channel.postMessage("changed");
    channel.close();
  }, []);
  return null;
}
