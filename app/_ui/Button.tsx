import type { ComponentProps, ReactNode } from "react";
import { buttonClass, type ButtonLook } from "./buttonClass";
import { Icon, type IconName } from "./Icon";
import { TextLink } from "./TextLink";

export { buttonClass, type ButtonLook } from "./buttonClass";

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
