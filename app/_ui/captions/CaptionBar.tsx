"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { captionOf } from "./captionOf";

function pointAt({ clientX, clientY }: PointerEvent): Range | undefined {
  const position = document.caretPositionFromPoint?.(clientX, clientY);
  if (!position) return undefined;
  const range = document.createRange();
  range.setStart(position.offsetNode, position.offset);
  return range;
}

/**
 * 大字幕: what is focused, touched or pointed at, in very large type at the foot of the screen. It is for the eye only
 * (a screen reader has the thing itself), takes no focus, and is absent where there is no script.
 */
export function CaptionBar() {
  const t = useTranslations("ui");
  const [caption, setCaption] = useState("");
  useEffect(() => {
    let frame = 0;
    const show = (target: EventTarget | null, at?: Range) => {
      const text = target instanceof Element ? captionOf(target, at) : "";
      if (text) setCaption(text);
    };
    const focused = ({ target }: FocusEvent) => show(target);
    const pointed = (event: PointerEvent) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => show(event.target, pointAt(event)));
    };
    document.addEventListener("focusin", focused);
    document.addEventListener("pointermove", pointed);
    document.addEventListener("pointerdown", pointed);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("focusin", focused);
      document.removeEventListener("pointermove", pointed);
      document.removeEventListener("pointerdown", pointed);
    };
  }, []);
  return (
    <div aria-hidden="true" data-captions-skip data-read-aloud="skip" data-print="no" className="caption-bar needs-script">
      <p className="line-clamp-3 max-w-site text-caption font-bold">{caption || t("captions")}</p>
    </div>
  );
}
