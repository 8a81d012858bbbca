import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import { TextLink } from "./TextLink";

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

type Shared = { look?: ButtonLook; icon?: IconName; children: ReactNode };
export type ButtonProps = Shared & { loading?: boolean } & Omit<ComponentProps<"button">, "children">;

/** A native button. `loading` keeps it focusable, says so to assistive technology, and changes no width. */
export function Button({ look = "secondary", icon, loading = false, className, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} aria-busy={loading || undefined} aria-disabled={loading || undefined} className={buttonClass(look, className)} {...rest}>
      {loading ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

type ButtonLinkProps = Shared & Omit<ComponentProps<typeof TextLink>, "children">;

/** A link that looks like a button: for going somewhere, such as starting an application. */
export function ButtonLink({ look = "secondary", icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <TextLink className={buttonClass(look, className)} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </TextLink>
  );
}

function Spinner() {
  return <span aria-hidden="true" className="size-[1.1em] shrink-0 animate-spin rounded-round border-[3px] border-current border-r-transparent" />;
}

/** Buttons side by side: the primary first, room between opposite actions, stacked on a phone in senior mode. */
export function ButtonRow({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-4 elder:max-sm:flex-col elder:max-sm:items-stretch">{children}</div>;
}
