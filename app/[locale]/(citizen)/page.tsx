import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { currentView } from "@/app/_shared/preferences/current";
import { HotWords } from "@/app/_shared/items/HotWords";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { Tile, type TileProps } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { Tabs } from "@/app/_ui/Navigation";
import { Band, Section } from "@/app/_ui/Page";
import { SearchBox } from "@/app/_ui/shell/SearchBox";
import { TextLink } from "@/app/_ui/TextLink";
import { ElderTiles } from "./elder/ElderTiles";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const HOT_ITEMS = 10;
const Whom = z.enum(["person", "organisation"]);
type Whom = z.infer<typeof Whom>;
const Query = z.object({ for: Whom.catch("person") });

export default async function HomePage({ searchParams }: Props) {
  const [t, { mode }, { for: whom }] = [await getTranslations("home"), await currentView(), Query.parse(await searchParams)];
  return (
    <>
      <Band tone="accent">
        <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-center lg:gap-16 elder:lg:grid-cols-1">
          <div className="flex flex-col gap-6">
            <header className="flex flex-col gap-2">
              <h1 className="text-figure font-bold text-balance">{t("title")}</h1>
              <p className="max-w-measure text-lead text-muted">{t("lead")}</p>
            </header>
            <SearchBox id="home-search" size="hero" />
            <HotWords />
          </div>
          {mode === "standard" && <QuickLinks />}
        </div>
      </Band>
      {mode === "elder" ? <Band><ElderTiles /></Band> : <Overview whom={whom} />}
    </>
  );
}

async function Overview({ whom }: { whom: Whom }) {
  const [t, places, locale, caller] = await Promise.all([getTranslations("home"), getTranslations("places"), getLocale(), api()]);
  const [{ rows }, facets] = await Promise.all([caller.items.search({ audience: whom === "person" ? "1" : "2", limit: HOT_ITEMS }), caller.items.facets()]);
  const themes = facets.themes.filter(({ home }) => home === whom).toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0))
    .map(({ theme, nameZh, nameEn, count }): Theme => ({ href: `/items?${new URLSearchParams({ theme })}`, title: (locale === "en" ? nameEn : nameZh) ?? theme, note: t("themeCount", { count }) }));
  return (
    <>
      <Band>
        <Section title={t("themes")}>
          <Tabs label={t("audiences")} tabs={[
            { href: "/", label: t("person"), current: whom === "person" },
            { href: "/?for=organisation", label: t("organisation"), current: whom === "organisation" },
          ]} />
          <ThemeGrid label={t("themes")} themes={themes} />
          <div><ButtonLink href="/departments" icon="building">{places("home")}</ButtonLink></div>
        </Section>
        <div className="pt-4 md:pt-6">
          <Section title={t("hot")}>
            <HotItems rows={rows} />
            <div><ButtonLink href="/items" icon="arrowRight">{t("hotAll")}</ButtonLink></div>
          </Section>
        </div>
      </Band>
      <Band tone="subtle"><Promises /></Band>
    </>
  );
}

/** What needs no sign-in, beside the search. */
function QuickLinks() {
  const t = useTranslations("home");
  const lifeEvents = useTranslations("lifeEvents");
  const tiles: TileProps[] = [
    { href: "/life-events", title: lifeEvents("title"), note: lifeEvents("tileNote"), icon: "family" },
    { href: "/progress", title: t("progress"), note: t("progressNote"), icon: "clock" },
    { href: "/verify", title: t("verify"), note: t("verifyNote"), icon: "certificate" },
    { href: "/elder", title: t("elder"), note: t("elderNote"), icon: "text" },
  ];
  return (
    <nav aria-label={t("tools")}>
      <ul className="grid grid-cols-1 gap-3 md:max-lg:grid-cols-3">{tiles.map((tile) => <li key={tile.href}><Tile {...tile} /></li>)}</ul>
    </nav>
  );
}

type HotItem = { code: string; name: string; nameEn: string | null; departmentName: string };

/** Names to read down two columns, each row a link as wide as its column. */
function HotItems({ rows }: { rows: readonly HotItem[] }) {
  return (
    <ul className="grid grid-cols-1 gap-x-12 border-t border-line md:grid-cols-2">
      {rows.map((row) => (
        <li key={row.code} className="border-b border-line">
          <TextLink href={`/items/${row.code}`} className="group flex h-full min-h-tap-primary items-center gap-4 py-3 no-underline hover:bg-accent-soft hover:no-underline">
            <span className="min-w-0 grow">
              <span className="block font-semibold group-hover:underline"><ItemName {...row} /></span>
              <span className="block text-hint text-muted"><Chinese>{row.departmentName}</Chinese></span>
            </span>
            <Icon name="chevronRight" className="size-[1.1em] text-accent" />
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

type Theme = { href: string; title: string; note: string };

/** Themes two abreast even on a phone: short names, no icons to decipher. */
function ThemeGrid({ label, themes }: { label: string; themes: readonly Theme[] }) {
  return (
    <ul aria-label={label} className="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-4">
      {themes.map(({ href, title, note }) => (
        <li key={href}>
          <TextLink href={href} className="flex h-full min-h-tap-primary flex-col justify-center rounded-card border border-line bg-surface px-4 py-3 text-ink no-underline hover:border-accent hover:bg-accent-soft hover:text-ink hover:no-underline">
            <span className="font-bold">{title}</span>
            <span className="text-hint text-muted">{note}</span>
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

async function Promises() {
  const t = await getTranslations("home");
  return (
    <Section title={t("promiseTitle")}>
      <dl className="grid gap-8 md:grid-cols-3">
        {(["limit", "once", "review"] as const).map((key) => (
          <div key={key} className="border-t-4 border-accent-line pt-4">
            <dt className="text-h3 font-bold">{t(`promises.${key}.title`)}</dt>
            <dd className="mt-1 text-muted">{t(`promises.${key}.text`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
