import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "./Button";
import { cx } from "./cx";
import { Icon } from "./Icon";
import { TextLink } from "./TextLink";

/** Forward and back through a list by cursor; there are no page numbers because there is no total. */
export function Pagination({ previousHref, nextHref }: { previousHref?: string | undefined; nextHref?: string | undefined }) {
  const t = useTranslations("ui");
  if (!previousHref && !nextHref) return null;
  return (
    <nav aria-label={t("pagination")} data-print="no" className="flex flex-wrap justify-between gap-4">
      {previousHref ? (
        <TextLink href={previousHref} rel="prev" className={buttonClass("secondary")}><Icon name="arrowLeft" />{t("previousPage")}</TextLink>
      ) : <span />}
      {nextHref && <TextLink href={nextHref} rel="next" className={buttonClass("secondary")}>{t("nextPage")}<Icon name="arrowRight" /></TextLink>}
    </nav>
  );
}

export type Tab = { href: string; label: ReactNode; current?: boolean; count?: number };

/** Views of one thing, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} data-print="no" className="border-b-2 border-line">
      <ul className="-mb-0.5 flex flex-wrap gap-x-1 sm:gap-x-2 forced-colors:mb-0">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <TextLink
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={cx(
                "tap gap-2 border-b-4 px-2 sm:px-4 no-underline hover:border-accent-line hover:no-underline",
                tab.current ? "border-accent font-bold text-ink" : "border-transparent text-accent forced-colors:border-[Canvas]",
              )}
            >
              {tab.label}
              {tab.count !== undefined && <span className="rounded-round border border-line bg-subtle px-2 text-small tabular-nums text-ink">{tab.count}</span>}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
