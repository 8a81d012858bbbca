"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/**
 * 大字幕: what is focused, touched or pointed at, in very large type at the foot of the screen. It is for the eye only
 * (a screen reader has the thing itself), takes no focus, and is absent where there is no script.
 */
export function CaptionBar() {
  const t = useTranslations("ui");
  const [caption, setCaption] = useState("");
  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    // Few want captions, so the others are not sent what makes them.
    import("./follow").then(({ follow }) => { if (!gone) stop = follow(setCaption); }, () => undefined);
    return () => {
      gone = true;
      stop?.();
    };
  }, []);
  return (
    <div aria-hidden="true" data-captions-skip data-read-aloud="skip" data-print="no" className="caption-bar needs-script">
      <p className="line-clamp-3 max-w-site text-caption font-bold">{caption || t("captions")}</p>
    </div>
  );
}
