import { useTranslations } from "next-intl";
import type { View } from "@/domain/identity/schema";
import { buttonClass } from "../Button";
import { cx } from "../cx";
import { Icon, Mark } from "../Icon";
import { ReadAloudButton } from "../read-aloud/ReadAloud";
import { TextLink } from "../TextLink";
import { AccountMenu, type Viewer } from "./AccountMenu";
import { ModeToggle } from "./ModeToggle";
import { NavLink } from "./NavLink";
import { LanguageLink } from "./PlaceLinks";
import { SearchBox } from "./SearchBox";

export const helpPhone = "12345";

export type HeaderProps = { view: View; viewer: Viewer | null; choose?: ((form: FormData) => Promise<void>) | undefined };

const tool = "tap gap-1.5 rounded-control px-2 whitespace-nowrap text-ink no-underline hover:bg-accent-soft hover:text-accent-strong hover:underline elder:px-3";

function SiteName() {
  const t = useTranslations("common");
  return (
    <TextLink href="/" className="tap gap-3 text-ink no-underline hover:text-ink hover:no-underline">
      <Mark className="size-[2.6rem] text-accent elder:size-[3.25rem]" />
      <span className="flex flex-col leading-tight">
        <span className="text-h2 font-bold tracking-[0.06em] leading-tight!">{t("siteName")}</span>
        <span className="text-small text-muted leading-tight! elder:max-sm:hidden">{t("siteTagline")}</span>
      </span>
    </TextLink>
  );
}

/** The links of the main navigation; fewer in senior mode. */
function SiteNav({ elder }: { elder: boolean }) {
  const t = useTranslations("common.nav");
  const links = [["/", "home"], ["/items", "items"], ["/progress", "progress"], ["/verify", "verify"], ["/me", "me"]] as const;
  const shown = elder ? links.filter(([, key]) => key !== "verify") : links;
  return (
    <nav aria-label={t("label")} className="max-md:w-full">
      <ul className="flex flex-wrap gap-x-2 max-sm:justify-between md:gap-x-6 elder:gap-x-4">
        {shown.map(([href, key]) => (
          <li key={key}>
            <NavLink
              href={href}
              className={cx(
                "inline-flex min-h-tap min-w-[2.75rem] items-center justify-center border-b-4 border-transparent pt-1 forced-colors:not-aria-[current]:border-[Canvas] text-ink no-underline",
                "hover:border-accent-line hover:text-accent-strong hover:no-underline aria-[current]:border-accent aria-[current]:font-bold aria-[current]:text-accent elder:min-w-tap",
              )}
            >
              {t(key)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function StandardTools() {
  const t = useTranslations("common.tools");
  return (
    <ul aria-label={t("label")} className="flex flex-wrap items-center gap-x-1 text-hint max-lg:-ml-2 max-sm:w-full max-sm:justify-between">
      <li><ModeToggle mode="standard" className={cx(tool, "font-semibold text-accent")} /></li>
      <li><ReadAloudButton className={tool} /></li>
      <li><LanguageLink className={tool} /></li>
    </ul>
  );
}

/** Senior mode: help by phone and the way out, as large as everything else. */
function ElderTools() {
  const t = useTranslations("common.tools");
  return (
    <ul aria-label={t("label")} className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-4 max-sm:w-full sm:flex sm:flex-wrap [&_svg]:max-sm:hidden">
      <li><a href={`tel:${helpPhone}`} className={buttonClass("secondary", "w-full px-2! text-body! text-accent sm:px-5!")}><Icon name="phone" />{t("phoneHelp")}</a></li>
      <li><ModeToggle mode="elder" className={buttonClass("secondary", "w-full px-2! text-body! sm:px-5!")} /></li>
    </ul>
  );
}

/** The header of the public site. */
export function SiteHeader({ view, viewer, choose }: HeaderProps) {
  const elder = view.mode === "elder";
  return (
    <header data-print="no" data-read-aloud="skip" className="border-b border-line bg-surface">
      <div className="wrap-site flex max-w-site flex-wrap items-center justify-between gap-x-8 gap-y-2 py-3 md:py-4 elder:gap-y-4">
        <SiteName />
        <div className="-mr-2 lg:order-3"><AccountMenu viewer={viewer} choose={choose} className={cx(tool, "font-semibold")} /></div>
        <div className="max-sm:w-full lg:order-2">{elder ? <ElderTools /> : <StandardTools />}</div>
        {!elder && <div className="site-search w-full lg:order-1 lg:w-auto lg:grow"><SearchBox id="site-search" /></div>}
      </div>
      <div className="border-t border-line">
        <div className="wrap-site flex max-w-site flex-wrap items-center justify-between gap-x-8">
          <SiteNav elder={elder} />
          {elder && <div className="site-search max-w-[30rem] grow basis-72 py-2 max-md:hidden"><SearchBox id="site-search" /></div>}
        </div>
      </div>
    </header>
  );
}
