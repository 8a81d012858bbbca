import { useTranslations } from "next-intl";
import type { View } from "@/app/_shared/preferences/preferences";
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

export type HeaderProps = { view: View; viewer: Viewer | null; signOut?: ((form: FormData) => Promise<void>) | undefined };

const tool = "inline-flex min-h-tap items-center gap-1.5 rounded-control px-2 text-ink no-underline hover:bg-accent-soft hover:text-accent-strong hover:underline elder:px-3";

function SiteName() {
  const t = useTranslations("common");
  return (
    <TextLink href="/" className="inline-flex min-h-tap items-center gap-3 text-ink no-underline hover:text-ink hover:no-underline">
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
    <nav aria-label={t("label")} className="border-t border-line">
      <ul className="wrap-site flex max-w-site flex-wrap gap-x-1 px-0! md:gap-x-4 md:px-5! elder:gap-4 elder:px-4!">
        {shown.map(([href, key]) => (
          <li key={key}>
            <NavLink
              href={href}
              className={cx(
                "inline-flex min-h-tap items-center border-b-4 border-transparent px-2.5 pt-1 text-ink no-underline hover:border-accent-line hover:text-accent-strong hover:no-underline md:px-3",
                "aria-[current]:border-accent aria-[current]:font-bold aria-[current]:text-accent",
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

function Tools({ view, viewer, signOut }: HeaderProps) {
  const t = useTranslations("common.tools");
  const elder = view.mode === "elder";
  return (
    <ul aria-label={t("label")} className="-mx-2 flex flex-wrap items-center gap-x-1 text-hint md:ml-auto elder:gap-4">
      {elder && (
        <li>
          <a href={`tel:${helpPhone}`} className={cx(tool, "border-2 border-control px-4 font-bold elder:min-h-tap-primary")}>
            <Icon name="phone" />{t("phoneHelp")}
          </a>
        </li>
      )}
      <li><ModeToggle mode={view.mode} className={cx(tool, elder ? "border-2 border-control px-4" : "font-semibold text-accent")} /></li>
      {!elder && <li><ReadAloudButton className={tool} /></li>}
      <li><LanguageLink className={tool} /></li>
      <li><AccountMenu viewer={viewer} signOut={signOut} className={cx(tool, "font-semibold")} /></li>
    </ul>
  );
}

/** The header of the public site. */
export function SiteHeader(props: HeaderProps) {
  const elder = props.view.mode === "elder";
  return (
    <header data-print="no" data-read-aloud="skip" className="border-b border-line bg-surface">
      <div className="wrap-site flex max-w-site flex-wrap items-center gap-x-6 gap-y-2 py-3 md:py-4">
        <SiteName />
        <Tools {...props} />
        <div className={cx("flex w-full", !elder && "md:order-none lg:-order-none lg:ml-0")}><SearchBox id="site-search" /></div>
      </div>
      <SiteNav elder={elder} />
    </header>
  );
}
