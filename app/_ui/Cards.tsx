import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import { TextLink } from "./TextLink";

/** A bordered block for one thing among several. */
export function Card({ children, title, actions, as: Heading = "h3" }: { children?: ReactNode; title?: ReactNode; actions?: ReactNode; as?: "h2" | "h3" }) {
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-surface p-5 md:p-6 dense:p-4">
      {title && <Heading className="text-h3 font-bold">{title}</Heading>}
      {children}
      {actions && <div className="mt-auto flex flex-wrap gap-4 pt-2">{actions}</div>}
    </div>
  );
}

export type TileProps = { href: string; title: ReactNode; note?: ReactNode; icon?: IconName };

/** A way in, the whole surface a link: an icon never without words. */
export function Tile({ href, title, note, icon }: TileProps) {
  const external = href.startsWith("tel:");
  const className = cx(
    "group flex h-full min-h-tap-primary items-center gap-4 rounded-card border border-line bg-surface p-4 text-ink no-underline md:p-5 elder:border-2 elder:border-control elder:p-5",
    "hover:border-accent hover:bg-accent-soft hover:text-ink hover:no-underline",
  );
  const content = (
    <>
      {icon && <span className="grid size-[2.6em] shrink-0 place-items-center rounded-control bg-accent-soft text-accent group-hover:bg-surface"><Icon name={icon} className="size-[1.5em]" /></span>}
      <span className="min-w-0 grow">
        <span className="block font-bold leading-normal elder:text-lead">{title}</span>
        {note && <span className="block text-hint text-muted">{note}</span>}
      </span>
      <Icon name="chevronRight" className="size-[1.1em] text-accent" />
    </>
  );
  return external ? <a href={href} className={className}>{content}</a> : <TextLink href={href} className={className}>{content}</TextLink>;
}

/** Tiles in a grid; in senior mode one below another on a phone, two beside each other on a desk, never more than six. */
export function Tiles({ tiles, columns = 3, label }: { tiles: readonly TileProps[]; columns?: 2 | 3 | 4; label?: string }) {
  const wide = { 2: "md:grid-cols-2", 3: "md:grid-cols-2 lg:grid-cols-3", 4: "md:grid-cols-2 lg:grid-cols-4" };
  return (
    <ul aria-label={label} className={cx("grid gap-4 elder:md:grid-cols-2 elder:lg:grid-cols-2", wide[columns])}>
      {tiles.map((tile) => <li key={tile.href}><Tile {...tile} /></li>)}
    </ul>
  );
}

/** Nothing here yet: says so, and what to do instead. */
export function EmptyState({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-card border border-dashed border-control bg-subtle p-6 md:p-8">
      <p className="text-h3 font-bold">{title}</p>
      {children && <div className="max-w-measure text-muted">{children}</div>}
      {actions && <div className="flex flex-wrap gap-4 pt-1">{actions}</div>}
    </div>
  );
}

/** Help that stays folded until it is wanted; the browser's own disclosure. */
export function Details({ summary, open = false, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group max-w-site">
      <summary className="tap gap-2 font-semibold text-accent underline underline-offset-[0.22em] hover:text-accent-strong">
        <Icon name="chevronRight" className="size-[0.9em] transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="mt-1 border-l-4 border-accent-line py-1 pl-5">{children}</div>
    </details>
  );
}

/** The line under which fields of a form are folded: a mark says that there is more, and turns when it is open. */
export function FoldLine({ children }: { children: ReactNode }) {
  return (
    <summary className="flex min-h-tap items-center gap-2 px-4 py-2 font-semibold hover:bg-accent-soft elder:min-h-tap-primary">
      <Icon name="chevronRight" className="size-[0.9em] shrink-0 text-accent transition-transform [[open]>summary>&]:rotate-90" />
      {children}
    </summary>
  );
}
