import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { itemName } from "@/app/_shared/items/Localised";
import { FigureFacts } from "@/app/_shared/ratings/Figures";
import { FigureTable } from "@/app/_shared/ratings/FigureTable";
import { answer, api, unlessMissing } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { BackLink, Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { OneFigure } from "@/domain/ratings/schema/figures";

type Props = { params: Promise<{ kind: string; subject: string }> };

async function figureOf({ params }: Props) {
  const { kind, subject } = await params;
  const asked = OneFigure.safeParse({ kind, subject: decodeURIComponent(subject) });
  if (!asked.success) notFound();
  const here = localePath(await getLocale(), `/ratings/${asked.data.kind}/${asked.data.subject}`);
  return { ...asked.data, here, figure: await answer((await api()).ratings.getFigure(asked.data), here) };
}

/** What a service is called that nobody has rated yet; a department or division without figures is not linked to. */
async function unratedName(kind: string, code: string): Promise<string | undefined> {
  if (kind !== "item") return undefined;
  const found = await unlessMissing((await api()).items.get({ code }));
  return found?.kind === "guide" ? itemName(found.guide.content, await getLocale()) : undefined;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [{ figure }, t] = await Promise.all([figureOf(props), getTranslations("ratings.figures")]);
  return { title: figure ? t("titleOf", { name: figure.name }) : t("title") };
}

/** How people rate one item, department or division; of a department, its items too. */
export default async function FigurePage(props: Props) {
  const [{ kind, subject, here, figure }, t] = await Promise.all([figureOf(props), getTranslations("ratings.figures")]);
  const name = figure?.name ?? (await unratedName(kind, subject));
  const title = name ? t("titleOf", { name }) : t("title");
  const items = figure && kind === "department" ? await answer((await api()).ratings.listFigures({ kind: "item", within: subject, limit: 100 }), here) : undefined;
  return (
    <Page before={name ? <Breadcrumbs trail={[{ href: `/ratings?by=${kind}`, label: t("title") }]} current={name} /> : <BackLink href="/ratings">{t("title")}</BackLink>}>
      <PageHeading caption={t(`by.${kind}`)} title={title} />
      {figure ? <FigureFacts figure={figure} /> : <EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      {items && items.rows.length > 0 && <Section title={t("by.item")}><FigureTable rows={items.rows} caption={t("by.item")} empty={null} /></Section>}
      {kind === "item" && <p><ButtonLink href={`/items/${subject}`}>{t("toItem")}</ButtonLink></p>}
    </Page>
  );
}
