"use client";

import { useTranslations } from "next-intl";
import { useEffect, type ReactNode } from "react";
import { usePathname } from "@/app/_i18n/navigation";
import { Button } from "../Button";
import { cx } from "../cx";
import { speeds, useReader, type Speed } from "./useReader";

type Reading = ReturnType<typeof useReader>;

function SpeedChoice({ speed, setSpeed }: Pick<Reading, "speed" | "setSpeed">) {
  const t = useTranslations("ui.readAloud");
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="float-left mr-2">{t("speed")}</legend>
      {(Object.keys(speeds) as Speed[]).map((value) => (
        <Button key={value} aria-pressed={speed === value} onClick={() => setSpeed(value)} className="px-4! aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-bold">
          {t(`speeds.${value}`)}
        </Button>
      ))}
    </fieldset>
  );
}

/** Pause, resume, speed and the sentence itself in large type. */
function Player({ reader }: { reader: Reading }) {
  const t = useTranslations("ui.readAloud");
  const { status } = reader;
  return (
    <section aria-label={t("region")} data-print="no" data-read-aloud="skip" className="sticky top-0 z-10 border-b-2 border-accent bg-surface">
      <div className="wrap-site flex max-w-site flex-col gap-3 py-3">
        {status === "manual" && <p className="text-hint text-muted">{t("noVoice")}</p>}
        <p className={cx("min-h-[3.2em] text-lead font-semibold elder:text-h2", status === "manual" && "text-h2")} lang={reader.language} aria-live={status === "manual" ? "polite" : "off"}>{reader.sentence}</p>
        <div className="flex flex-wrap items-center gap-4">
          {status === "speaking" && <Button look="primary" icon="pause" onClick={reader.pause}>{t("pause")}</Button>}
          {status === "paused" && <Button look="primary" icon="play" onClick={reader.resume}>{t("resume")}</Button>}
          {status === "manual" && <Button icon="arrowLeft" onClick={reader.previous}>{t("previous")}</Button>}
          {status === "manual" && <Button look="primary" icon="arrowRight" onClick={reader.next}>{t("next")}</Button>}
          <Button icon="stop" onClick={reader.stop}>{t("stop")}</Button>
          {status !== "manual" && <SpeedChoice {...reader} />}
          <p className="text-hint text-muted">{t("progress", { current: reader.index + 1, total: reader.total })}</p>
        </div>
      </div>
    </section>
  );
}

type ReaderProps = {
  /** How often it was asked for: each time it begins anew. */
  asked: number;
  speed: Speed;
  remember: (speed: Speed) => Promise<void>;
  /** What stands in its place while nothing is read. */
  idle: ReactNode;
};

/** Reads the page aloud, from when it is first asked to. */
export function Reader({ asked, speed, remember, idle }: ReaderProps) {
  // A speed that could not be kept still counts for now.
  const reader = useReader({ initialSpeed: speed, onSpeed: (next) => void remember(next).catch(() => undefined) });
  const { start, stop } = reader;
  const path = usePathname();
  useEffect(() => void start(), [asked, start]);
  useEffect(() => stop, [path, stop]);
  return reader.status === "idle" ? idle : <Player reader={reader} />;
}
