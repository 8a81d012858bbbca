import { cx } from "./cx";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

const looks: Record<ButtonLook, string> = {
  primary: "min-h-tap-primary border-transparent bg-accent text-on-accent hover:bg-accent-strong hover:text-on-accent px-6",
  secondary: "min-h-tap border-control bg-surface text-ink hover:border-accent hover:bg-accent-soft hover:text-ink px-5",
  quiet: "min-h-tap border-transparent bg-transparent text-accent underline underline-offset-[0.22em] hover:bg-accent-soft hover:text-accent-strong px-3",
  danger: "min-h-tap border-danger bg-surface text-danger hover:bg-danger hover:text-page px-5",
};

/** The classes of a button, for a link or a file's download anchor that looks like one. */
export function buttonClass(look: ButtonLook, className?: string): string {
  return cx(
    "inline-flex max-w-full items-center justify-center gap-2 rounded-control border-2 py-2 text-center text-button font-semibold",
    look !== "quiet" && "no-underline hover:no-underline",
    "disabled:cursor-not-allowed disabled:border-line disabled:bg-subtle disabled:text-muted aria-disabled:cursor-progress",
    "elder:min-h-tap-primary print:hidden forced-colors:border-[ButtonText]",
    looks[look],
    className,
  );
}
