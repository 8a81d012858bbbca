import { useLocale, useTranslations } from "next-intl";
import { Localised } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Tabs } from "@/app/_ui/Navigation";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { stages } from "@/domain/lifeEvents/schema";
import type { HotFor } from "@/domain/supervision/schema";

type LifeEvent = Answers["lifeEvents"]["list"][number];
type ThemeFacet = Answers["items"]["facets"]["themes"][number];
type Props = { whom: HotFor; themes: readonly ThemeFacet[]; lifeEvents: readonly LifeEvent[] };

const mostEvents = 6;

/** By who one is: what happens in a life or a business, and themes. */
export function Find({ whom, themes, lifeEvents }: Props) {
  const t = useTranslations("home");
  const events = stages.flatMap((stage) => lifeEvents.filter((event) => event.stage === stage && event.audience === whom)).slice(0, mostEvents);
  return (
    <Section title={t("themes")} id="find">
      <Tabs label={t("audiences")} tabs={[
        { href: "/#find", label: t("person"), current: whom === "person" },
        { href: "/?for=organisation#find", label: t("organisation"), current: whom === "organisation" },
      ]} />
      {events.length > 0 && <EventGrid events={events} all={lifeEvents.length} />}
      <ThemeGrid themes={themes.filter(({ home }) => home === whom).toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0))} />
    </Section>
  );
}

/** Several departments' matters done in one: the stage of life above, what it is, how much it takes off one's hands. */
function EventGrid({ events, all }: { events: readonly LifeEvent[]; all: number }) {
  const [t, words] = [useTranslations("home"), useTranslations("lifeEvents")];
  return (
    <div className="mt-2 mb-4">
      <Section level={3} title={words("title")} intro={t("eventsIntro")} actions={<TextLink href="/life-events" className="tap">{t("eventsAll", { count: all })}</TextLink>}>
        <ul className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
          {events.map(({ key, stage, name, members }) => (
            <li key={key}>
              <TextLink href={`/life-events/${key}`} className="group flex h-full min-h-tap-primary flex-col gap-1 rounded-card border border-l-[6px] border-accent-line border-l-accent bg-accent-soft px-5 py-4 text-ink no-underline hover:border-accent hover:text-ink hover:no-underline">
                <span className="text-hint font-semibold text-accent">{words(`stages.${stage}`)}</span>
                <span className="text-h3 font-bold group-hover:underline"><Localised text={name} /></span>
                <span className="text-hint text-muted">{words("count", { count: members })}</span>
              </TextLink>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

/** Themes two abreast even on a phone: short names, no icons to decipher. */
function ThemeGrid({ themes }: { themes: readonly ThemeFacet[] }) {
  const [t, locale] = [useTranslations("home"), useLocale()];
  return (
    <Section level={3} title={t("byTheme")}>
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-4">
        {themes.map(({ theme, nameZh, nameEn, count }) => (
          <li key={theme}>
            <TextLink href={`/items?${new URLSearchParams({ theme })}`} className="group flex h-full min-h-tap-primary flex-col justify-center rounded-card border border-line bg-surface px-4 py-3 text-ink no-underline hover:border-accent hover:bg-accent-soft hover:text-ink hover:no-underline">
              <span className="font-bold group-hover:underline">{(locale === "en" ? nameEn : nameZh) ?? theme}</span>
              <span className="text-hint text-muted">{t("themeCount", { count })}</span>
            </TextLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
