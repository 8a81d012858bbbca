"use client";

import { useTranslations } from "next-intl";
import { formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import type { KeeperTold } from "@/app/_shared/forms/pageKeeper";
import { refusalIn } from "@/app/_trpc/browser";
import { Button } from "@/app/_ui/Button";

type Props = { told: KeeperTold; held: boolean; savedAt: string; retry: () => void };

/** Whether and when the page was saved, and where what is typed lies meanwhile; said aloud only when that changes. */
export function SaveLine({ told: { status: { state, at, error }, onDevice }, held, savedAt, retry }: Props) {
  const t = useTranslations("keep.line");
  const errors = useTranslations("errors");
  const refusal = state === "refused" ? refusalIn(error) : undefined;
  const words = {
    idle: () => t("last", { time: formatTime(at ?? savedAt) }),
    saving: () => t("saving"),
    saved: () => t("saved", { time: formatTime(at ?? savedAt) }),
    offline: () => t(onDevice ? "onDevice" : "onPage"),
    refused: () => (refusal?.code === "access.signIn" ? t("signedOut") : refusal ? refusalText(errors, refusal) : t("onPage")),
  };
  const isCalm = state !== "offline" && state !== "refused";
  return (
    <div className={isCalm ? "flex flex-wrap items-center gap-x-4 gap-y-1 text-hint text-muted" : "flex flex-wrap items-center gap-x-4 gap-y-1"}>
      <p role="status" data-save={state} className="max-w-measure">{words[state]()}{held && state === "offline" && <strong className="block">{t("held")}</strong>}</p>
      {state === "offline" && <Button look="quiet" onClick={retry}>{t("retry")}</Button>}
    </div>
  );
}
