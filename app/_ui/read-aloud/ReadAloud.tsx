"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { Button } from "../Button";
import { cx } from "../cx";
import { Icon } from "../Icon";
import type { Reader as ReaderComponent } from "./Reader";
import type { Speed } from "./useReader";

const askToRead = "tongban:read-aloud";

/** The tool of the header that asks for the page to be read. Needs script, so it hides where there is none. */
export function ReadAloudButton({ className }: { className: string }) {
  const t = useTranslations("ui.readAloud");
  return (
    <button type="button" className={cx(className, "needs-script")} onClick={() => document.dispatchEvent(new Event(askToRead))}>
      <Icon name="speaker" className="size-[1.15em]" />{t("start")}
    </button>
  );
}

/**
 * Phones let a page speak only if it spoke within the press itself, and the reader and its voices come later: a word of
 * nothing, said at once, holds the door open.
 */
function wakeVoice(): void {
  if (!("speechSynthesis" in window)) return;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(new SpeechSynthesisUtterance(""));
}

type ReadAloudProps = { prominent: boolean; speed: Speed; remember: (speed: Speed) => Promise<void> };

/** Reads the page aloud on request, and is loaded then; `prominent` keeps its large button at the top of every page. */
export function ReadAloud({ prominent, ...reading }: ReadAloudProps) {
  const t = useTranslations("ui.readAloud");
  const [asked, setAsked] = useState(0);
  const [loaded, setLoaded] = useState<{ Reader: typeof ReaderComponent } | "away">();
  const begin = useCallback(() => {
    wakeVoice();
    setAsked((times) => times + 1);
    import("./Reader").then(setLoaded, () => setLoaded("away"));
  }, []);
  useEffect(() => {
    document.addEventListener(askToRead, begin);
    return () => document.removeEventListener(askToRead, begin);
  }, [begin]);
  const idle = (prominent || loaded === "away") && (
    <div data-print="no" data-read-aloud="skip" className="needs-script border-b border-line bg-subtle">
      <div className="wrap-site flex max-w-site flex-wrap items-center gap-4 py-3">
        <Button icon="speaker" onClick={begin}>{t("start")}</Button>
        {loaded === "away" && <p role="status">{t("away")}</p>}
      </div>
    </div>
  );
  return loaded && loaded !== "away" ? <loaded.Reader asked={asked} idle={idle} {...reading} /> : idle;
}
