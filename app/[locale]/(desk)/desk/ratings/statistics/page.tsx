import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { FigureTable } from "@/app/_shared/ratings/FigureTable";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { Page, PageHeading, Section } from "@/app/_ui/Page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rectification.own"))("title") };
}

/** How people rate the departments one works in; by department and item, never by person. */
export default async function RatingStatisticsPage() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("rectification.own")]);
  const own = await answer((await api()).ratings.listOwnFigures(), localePath(locale, "/desk/ratings/statistics"));
  const caller = await api();
  const all = await Promise.all(own.map(async (one) => ({ ...one, items: (await caller.ratings.listFigures({ kind: "item", within: one.uscc, limit: 100 })).rows })));
  const told = all.filter(({ figure, items, rectifications }) => figure || items.length > 0 || Object.values(rectifications).some((count) => count > 0));
  const silent = all.filter((one) => !told.includes(one));
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} />
      {told.map(({ uscc, name, figure, rectifications, items }) => (
        <Section key={uscc} title={name}>
          <FigureTable rows={[...(figure ? [figure] : []), ...items]} caption={name} empty={<p className="text-muted">{t("none")}</p>} />
          <Section level={3} title={t("rectifications")}>
            <DescriptionList columns={2} facts={(["open", "late", "replied", "closed", "excluded"] as const).map((state) => ({ label: t(state), value: rectifications[state] }))} />
          </Section>
        </Section>
      ))}
      {silent.length > 0 && (
        <Section title={t("none")}>
          <ul className="flex flex-wrap gap-x-6 gap-y-1">{silent.map(({ uscc, name }) => <li key={uscc}>{name}</li>)}</ul>
        </Section>
      )}
    </Page>
  );
}
