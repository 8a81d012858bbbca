import { useTranslations } from "next-intl";
import { Icon } from "../Icon";
import { TextLink } from "../TextLink";
import { LanguageLink } from "./PlaceLinks";
import { helpPhone } from "./SiteHeader";

/** The foot of every public page: help by phone first. */
export function SiteFooter() {
  const t = useTranslations("common");
  const links = [
    ["/help", t("footer.help")],
    ["/ask", t("footer.ask")],
    ["/accessibility", t("footer.accessibility")],
    ["/privacy", t("footer.privacy")],
    ["/overdue", t("footer.overdue")],
    ["/preferences", t("footer.display")],
  ] as const;
  return (
    <footer data-read-aloud="skip" className="mt-auto border-t-4 border-accent bg-subtle print:border-t print:bg-transparent">
      <div className="wrap-site grid max-w-site gap-8 py-8 md:grid-cols-2 md:py-10 elder:md:grid-cols-1">
        <section aria-labelledby="footer-phone">
          <h2 id="footer-phone" className="font-bold">{t("footer.phoneTitle")}</h2>
          <a href={`tel:${helpPhone}`} className="mt-1 tap gap-2 text-h2 font-bold no-underline hover:underline">
            <Icon name="phone" className="size-[1em]" />{helpPhone}
          </a>
          <p className="text-hint text-muted">{t("footer.phoneNote")}</p>
        </section>
        <nav aria-labelledby="footer-links" data-print="no">
          <h2 id="footer-links" className="font-bold">{t("footer.linksTitle")}</h2>
          <ul className="mt-1 grid gap-x-8 sm:grid-cols-2 elder:gap-y-2">
            {links.map(([href, label]) => (
              <li key={href}><TextLink href={href} className="tap text-ink">{label}</TextLink></li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="wrap-site flex max-w-site flex-col">
        <div className="flex flex-wrap items-center justify-between gap-x-8 border-t border-line py-3 text-small text-muted">
          <p>{t("footer.openSource")}</p>
          <LanguageLink className="no-print tap" />
        </div>
      </div>
    </footer>
  );
}
