import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { keepWeekday } from "./keepWeekday";
import { TextLink } from "./TextLink";

type PageProps = {
  /** `form`: one column for a question; `standard`: the site's width; `wide`: desk and admin. */
  width?: "form" | "standard" | "wide";
  /** Breadcrumbs or a back link. */
  before?: ReactNode;
  /** Error summary or page notice, read before the heading. */
  notice?: ReactNode;
  children: ReactNode;
};

/** The frame of a page inside `<main>`: width, side padding, room above and below. */
export function Page({ width = "standard", before, notice, children }: PageProps) {
  return (
    <div className={cx("wrap-site py-6 md:py-10 dense:py-6", width === "wide" ? "max-w-wide" : "max-w-site")}>
      <div className={cx("flex flex-col gap-8 dense:gap-6", width === "form" && "max-w-form")}>
        {before}
        {notice}
        {children}
      </div>
    </div>
  );
}

/** A full-width stripe of a page, for the home page and guides. */
export function Band({ tone = "page", label, children }: { tone?: "page" | "subtle" | "accent"; label?: string; children: ReactNode }) {
  const tones = { page: "", subtle: "border-y border-line bg-subtle", accent: "border-b border-accent-line bg-accent-soft" };
  return (
    <section aria-label={label} className={tones[tone]}>
      <div className="wrap-site flex max-w-site flex-col gap-6 py-10 md:py-14">{children}</div>
    </section>
  );
}

type PageHeadingProps = { title: ReactNode; caption?: ReactNode; lead?: ReactNode; actions?: ReactNode };

/** The one `<h1>` of a page, with what it belongs to above and what it is for below. */
export function PageHeading({ title, caption, lead, actions }: PageHeadingProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div className="flex min-w-0 flex-col gap-2">
        {caption && <p className="font-semibold text-muted">{caption}</p>}
        <h1 className="text-h1 font-bold text-balance">{title}</h1>
        {lead && <p className="max-w-measure text-lead text-muted">{keepWeekday(lead)}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-4">{actions}</div>}
    </header>
  );
}

type SectionProps = { title: ReactNode; id?: string | undefined; intro?: ReactNode; actions?: ReactNode; level?: 2 | 3; children: ReactNode };

/** A titled part of a page. */
export function Section({ title, id, intro, actions, level = 2, children }: SectionProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section id={id} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <Heading className={cx("font-bold", level === 2 ? "text-h2" : "text-h3")}>{title}</Heading>
        {actions}
      </div>
      {intro && <p className="max-w-measure text-muted">{keepWeekday(intro)}</p>}
      {children}
    </section>
  );
}

/** Running text with comfortable paragraphs, lists and headings. */
export function Prose({ children }: { children: ReactNode }) {
  return (
    <div className="flex max-w-measure flex-col gap-4 [&_h2]:mt-4 [&_h2]:text-h2 [&_h2]:font-bold [&_h3]:mt-2 [&_h3]:text-h3 [&_h3]:font-bold [&_li]:mt-1 [&_ol]:list-decimal [&_ol]:pl-[1.6em] [&_ul]:list-disc [&_ul]:pl-[1.4em]">
      {children}
    </div>
  );
}

/** The way back to the previous step; the browser's own back keeps working too. */
export function BackLink({ href, children }: { href: string; children?: ReactNode }) {
  const t = useTranslations("ui");
  return (
    <p data-print="no">
      <TextLink href={href} className="tap gap-2">
        <Icon name="arrowLeft" />
        {children ?? t("back")}
      </TextLink>
    </p>
  );
}

/** Where the page stands; the last crumb is the page itself. */
export function Breadcrumbs({ trail, current }: { trail: readonly { href: string; label: string }[]; current: ReactNode }) {
  const t = useTranslations("ui");
  return (
    <nav aria-label={t("breadcrumbs")} data-print="no">
      <ol className="flex flex-wrap items-center gap-x-2 text-hint text-muted">
        {trail.map(({ href, label }) => (
          <li key={href} className="flex items-center gap-2">
            <TextLink href={href} className="tap">{label}</TextLink>
            <Icon name="chevronRight" className="size-[0.9em]" />
          </li>
        ))}
        <li aria-current="page" className="tap">{current}</li>
      </ol>
    </nav>
  );
}
