import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { dayOfInstant, formatInstant, formatTime } from "@/app/_i18n/format";
import type { Locale } from "@/app/_i18n/routing";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import { Chinese, Localised } from "../items/Localised";

type Standing = Answers["departments"]["getStanding"];
type Told = Exclude<Standing, { phase: "open" }>;
export type Closure = Told["closure"];

type Place = "itemCode" | "departmentId" | "division";

/** Where an item, a department, a division or the whole site stands; asked once for a page. */
export const standingOf = cache(async (place: Place | "portal", id = "") => (await api()).departments.getStanding(place === "portal" ? {} : { [place]: id }));

/** From and until; the day is said once where both lie on it. */
export function closurePeriod(t: ReturnType<typeof useTranslations<"closures">>, { startsAt, endsAt }: Pick<Closure, "startsAt" | "endsAt">, locale: Locale): string {
  return t("period", { from: formatInstant(startsAt, locale), until: dayOfInstant(startsAt) === dayOfInstant(endsAt) ? formatTime(endsAt) : formatInstant(endsAt, locale) });
}

/** What is closed, by name. */
export function ClosureName({ closure: { scope, name, nameEn } }: { closure: Pick<Closure, "scope" | "name" | "nameEn"> }) {
  const t = useTranslations("closures");
  if (scope.kind === "portal" || !name) return t("everything");
  return nameEn ? <Localised text={{ zh: name, en: nameEn }} /> : <Chinese>{name}</Chinese>;
}

/** Tells on the pages of a service that it will be closed or is; what closes the whole site stands on top of every page already. `begins`: where one would start. */
export async function ClosureNotice({ place, id, begins = false }: { place: Place; id: string; begins?: boolean }) {
  const standing = await standingOf(place, id);
  if (standing.phase === "open" || (standing.closure.scope.kind === "portal" && !begins)) return null;
  return <StandingNotice standing={standing} begins={begins} />;
}

function StandingNotice({ standing, begins }: { standing: Told; begins: boolean }) {
  const t = useTranslations("closures");
  const locale = useLocale();
  const { closure } = standing;
  const title = standing.phase === "closed" ? t("closed", { opensAt: formatInstant(standing.opensAt, locale) }) : t("announced", { period: closurePeriod(t, closure, locale) });
  const what = standing.phase === "announced" ? t("before", { from: formatInstant(closure.startsAt, locale) }) : t(begins ? "keptStart" : "kept");
  return (
    <Notice tone="warning" title={title} actions={begins && standing.phase === "closed" && <ButtonLink href="/me/applications?state=drafts">{t("drafts")}</ButtonLink>}>
      <p><Localised text={closure.why} /></p>
      <p>{what}</p>
      <p><Localised text={closure.instead} /></p>
    </Notice>
  );
}

/** On every public page: when the whole site will be closed, or that it is. */
export async function PortalClosure() {
  const standing = await standingOf("portal");
  if (standing.phase === "open") return null;
  return <PortalBand standing={standing} t={await getTranslations("closures")} />;
}

function PortalBand({ standing, t }: { standing: Told; t: ReturnType<typeof useTranslations<"closures">> }) {
  const locale = useLocale();
  const { closure } = standing;
  const closed = standing.phase === "closed";
  return (
    <section aria-label={t("more")} data-print="no" className="border-b border-warning-line bg-warning-soft">
      <div className="wrap-site flex max-w-site gap-3 py-3">
        <Icon name="clock" className="mt-[0.3em] size-[1.2em] shrink-0 text-warning" />
        <div className="flex min-w-0 flex-col">
          <p className="font-bold">{closed ? t("closedPortal", { opensAt: formatInstant(standing.opensAt, locale) }) : t("announcedPortal", { period: closurePeriod(t, closure, locale) })}</p>
          <p className="max-w-measure"><Localised text={closure.why} /> {closed ? t("kept") : t("before", { from: formatInstant(closure.startsAt, locale) })} <Localised text={closure.instead} /></p>
          <p><TextLink href="/status" className="tap">{t("more")}</TextLink></p>
        </div>
      </div>
    </section>
  );
}
