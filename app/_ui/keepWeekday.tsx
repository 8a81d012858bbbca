import type { ReactNode } from "react";

const weekday = /(星期[一二三四五六日](?: \d{2}:\d{2})?)/;

/** Chinese may break between any two characters; a weekday, with the time after it, stays in one piece. */
export function keepWeekday(text: ReactNode): ReactNode {
  if (typeof text !== "string" || !weekday.test(text)) return text;
  return text.split(weekday).map((part, index) => (index % 2 === 1 ? <span key={index} className="inline-block max-w-full">{part}</span> : part));
}
