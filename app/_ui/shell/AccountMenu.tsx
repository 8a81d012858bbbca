import { useLocale, useTranslations } from "next-intl";
import { Icon } from "../Icon";
import { TextLink } from "../TextLink";

/** What the header shows of the person signed in. */
export type Viewer = {
  name: string;
  /** The organisation or person they act for, if any. */
  actingFor?: string | undefined;
  /** Whom else they could act for, by delegation; "" is themselves. */
  principals?: readonly { delegationId: string; name: string }[] | undefined;
  /** The person's own area: citizens their space, staff their desk, administrators theirs. */
  area: "space" | "desk" | "admin";
};

/** Where each area begins. */
export const places = { space: "/me", desk: "/desk", admin: "/admin" } as const;

type AccountMenuProps = {
  viewer: Viewer | null;
  /** The Server Action that acts for somebody else from then on. */
  choose?: ((form: FormData) => Promise<void>) | undefined;
  className: string;
};

/** Sign-in, or one's own name with the way to one's area and out. A disclosure, so it works without script. */
export function AccountMenu({ viewer, choose, className }: AccountMenuProps) {
  const t = useTranslations("common.account");
  const locale = useLocale();
  if (!viewer) {
    return <TextLink href="/sign-in" className={className}><Icon name="person" className="size-[1.15em]" />{t("signIn")}</TextLink>;
  }
  const entry = "flex min-h-tap w-full items-center gap-2 px-4 text-start text-ink no-underline hover:bg-accent-soft hover:text-ink";
  return (
    <details className="group relative">
      <summary className={className} aria-label={t("menu", { name: viewer.name })}>
        <Icon name="person" className="size-[1.15em]" />
        <span className="max-w-[9em] truncate">{viewer.name}</span>
        <Icon name="chevronDown" className="size-[0.85em] group-open:rotate-180" />
      </summary>
      <div className="absolute right-0 z-20 mt-1 w-max min-w-full rounded-card border border-control bg-surface py-2 text-body text-ink">
        {viewer.actingFor && <p className="border-b border-line px-4 pb-2 text-hint text-muted">{t("actingFor", { name: viewer.actingFor })}</p>}
        <TextLink href={places[viewer.area]} className={entry}>{t(viewer.area)}</TextLink>
        {choose && viewer.principals && viewer.principals.length > 0 && (
          <form action={choose} aria-label={t("actFor")} className="border-y border-line">
            <input type="hidden" name="returnTo" value="/me" />
            {viewer.principals.map(({ delegationId, name }) => (
              <button key={delegationId} type="submit" name="delegation" value={delegationId} className={entry}>
                <Icon name="family" className="size-[1.15em]" />{delegationId ? t("actForName", { name }) : t("actForSelf")}
              </button>
            ))}
          </form>
        )}
        <TextLink href="/me/security" className={entry}><Icon name="shield" className="size-[1.15em]" />{t("security")}</TextLink>
        <form action="/api/sign-out" method="post">
          <input type="hidden" name="locale" value={locale} />
          <button type="submit" className={entry}><Icon name="exit" className="size-[1.15em]" />{t("signOut")}</button>
        </form>
      </div>
    </details>
  );
}
