import type { ReactNode } from "react";
import { cx } from "./cx";

export type TagTone = "neutral" | "info" | "success" | "warning" | "danger";

const tones: Record<TagTone, string> = {
  neutral: "border-line bg-subtle text-ink",
  info: "border-accent-line bg-accent-soft text-accent",
  success: "border-success bg-success-soft text-success",
  warning: "border-warning-line bg-warning-soft text-warning",
  danger: "border-danger bg-danger-soft text-danger",
};

/** A state or kind in a word or two; the word carries the meaning, the colour only helps to find it. */
export function Tag({ tone = "neutral", children }: { tone?: TagTone; children: ReactNode }) {
  return (
    <span className={cx("inline-block rounded-control border px-2 py-0.5 text-small font-semibold leading-snug wrap-normal whitespace-nowrap elder:max-sm:whitespace-normal", tones[tone])}>{children}</span>
  );
}

export type LightColour = "green" | "yellow" | "orange" | "red" | "black";

/* Each colour has its own shape, so that the lights differ without colour too. */
const lights: Record<LightColour, { fill: string; shape: ReactNode }> = {
  green: { fill: "fill-light-green", shape: <circle cx="8" cy="8" r="6.5" /> },
  yellow: { fill: "fill-light-yellow", shape: <path d="M8 1.500 15 14H1L8 1.500Z" /> },
  orange: { fill: "fill-light-orange", shape: <path d="m8 .800 7.200 7.200L8 15.200.800 8 8 .800Z" /> },
  red: { fill: "fill-light-red", shape: <path d="M1.500 1.500h13v13h-13z" /> },
  black: { fill: "fill-light-black", shape: <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5l4-4Z" /> },
};

/** A supervision light: colour, shape and words together. */
export function Light({ colour, children }: { colour: LightColour; children: ReactNode }) {
  const { fill, shape } = lights[colour];
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 16 16" aria-hidden="true" data-light={colour} className={cx("size-[0.9em] shrink-0 stroke-ink", fill)} strokeWidth="0.75">{shape}</svg>
      <span>{children}</span>
    </span>
  );
}
