import { useTranslations } from "next-intl";
import { Icon } from "../Icon";
import { TextLink } from "../TextLink";
import { LanguageLink } from "./PlaceLinks";
import { helpPhone } from "./SiteHeader";

/** What one may come to the foot of a page for, by kind. */
const groups = {
  service: [["/help", "help"], ["/ask", "ask"], ["/ask?kind=problem", "report"], ["/status", "status"], ["/life-events", "lifeEvents"]],
  about: [["/accessibility", "accessibility"], ["/privacy", "privacy"], ["/overdue", "overdue"], ["/preferences", "display"]],
} as const;

/** The foot of every public page: help by phone first, then people, then what the site owes to say. */
export function SiteFooter() {
  const t = useTranslations("common.footer");
  return (
    <footer data-read-aloud="skip" className="mt-auto border-t-4 border-accent bg-subtle print:border-t print:bg-transparent">
      <div className="wrap-site grid max-w-site gap-8 py-8 md:grid-cols-2 md:py-10 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)] lg:gap-12 elder:md:grid-cols-1 elder:lg:grid-cols-3">
        <section aria-labelledby="footer-phone" className="md:max-lg:col-span-2 elder:md:max-lg:col-span-1">
          <h2 id="footer-phone" className="font-bold">{t("phoneTitle")}</h2>
          <a href={`tel:${helpPhone}`} className="mt-1 tap gap-2 text-h2 font-bold no-underline hover:underline">
            <Icon name="phone" className="size-[1em]" />{helpPhone}
          </a>
          <p className="text-hint text-muted">{t("phoneNote")}</p>
          <p data-print="no"><TextLink href="/help#halls" className="tap gap-2 text-ink"><Icon name="building" className="size-[1em] text-accent" />{t("windows")}</TextLink></p>
        </section>
        {(["service", "about"] as const).map((group) => (
          <nav key={group} aria-labelledby={`footer-${group}`} data-print="no">
            <h2 id={`footer-${group}`} className="font-bold">{t(`groups.${group}`)}</h2>
            <ul className="mt-1 grid grid-cols-2 gap-x-8 lg:grid-cols-1 elder:grid-cols-1 elder:gap-y-2">
              {groups[group].map(([href, key]) => <li key={href}><TextLink href={href} className="tap text-ink">{t(key)}</TextLink></li>)}
            </ul>
          </nav>
        ))}
      </div>
      <div className="wrap-site flex max-w-site flex-col">
        <div className="flex flex-wrap items-center justify-between gap-x-8 border-t border-line py-3 text-small text-muted">
          <p>{t("openSource")}</p>
          <LanguageLink className="no-print tap" />
        </div>
      </div>
    </footer>
  );
}
