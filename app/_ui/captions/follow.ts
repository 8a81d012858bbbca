import { captionOf } from "./captionOf";

function pointAt({ clientX, clientY }: PointerEvent): Range | undefined {
  const position = document.caretPositionFromPoint?.(clientX, clientY);
  if (!position) return undefined;
  const range = document.createRange();
  range.setStart(position.offsetNode, position.offset);
  return range;
}

/** Tells what is focused, touched or pointed at, each time it changes, until the function that is returned is called. */
export function follow(told: (text: string) => void): () => void {
  let frame = 0;
  const show = (target: EventTarget | null, at?: Range) => {
    const text = target instanceof Element ? captionOf(target, at) : "";
    if (text) told(text);
  };
  const focused = ({ target }: FocusEvent) => show(target);
  const pointed = (event: PointerEvent) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => show(event.target, pointAt(event)));
  };
  // What has the focus already, from before there was anybody to tell.
  if (document.activeElement !== document.body) show(document.activeElement);
  document.addEventListener("focusin", focused);
  document.addEventListener("pointermove", pointed);
  document.addEventListener("pointerdown", pointed);
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener("focusin", focused);
    document.removeEventListener("pointermove", pointed);
    document.removeEventListener("pointerdown", pointed);
  };
}
