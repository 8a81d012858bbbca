"use client";

import { useTranslations } from "next-intl";
import { formatTime } from "@/app/_i18n/format";
import type { SaveStatus } from "@/app/_shared/forms/useAutosave";
import { Button } from "@/app/_ui/Button";

/** Whether and when the page was saved; said aloud only when that changes. */
export function SaveLine({ status, savedAt, retry }: { status: SaveStatus; savedAt: string; retry: () => void }) {
  const t = useTranslations("apply.autosave");
  const words = {
    idle: () => t("last", { time: formatTime(savedAt) }),
    saving: () => t("saving"),
    saved: () => t("saved", { time: formatTime(status.at ?? savedAt) }),
    failed: () => t("failed"),
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-hint text-muted">
      <p role="status" data-save={status.state}>{words[status.state]()}</p>
      {status.state === "failed" && <Button look="quiet" onClick={retry}>{t("retry")}</Button>}
    </div>
  );
}
