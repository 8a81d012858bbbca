import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { SupervisionTabs } from "@/app/_shared/supervision/SupervisionTabs";
import { answer, api } from "@/app/_trpc/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Departments, Items, People } from "./Breakdown";
import { FiguresFilters } from "./FiguresFilters";
import { Ages, Forecast, Now } from "./Now";
import { Days, Period, Ratings } from "./Over";
import { figuresHref, figuresInput, readFigures } from "./query";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision"))("title") };
}

/** The lights of one's departments and divisions, how a period went, and the cases behind every figure. */
export default async function SupervisionPage({ searchParams }: Props) {
  const [params, locale, t, calls] = await Promise.all([searchParams, getLocale(), getTranslations("supervision"), api()]);
  const choices = await answer(calls.supervision.choices(), localePath(locale, "/desk/supervision"));
  const query = readFigures(params, choices.today);
  const figures = await answer(calls.supervision.figures(figuresInput(query)), localePath(locale, figuresHref(query)));
  const day = (on: string) => formatDayShort(on, locale);
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead", { today: day(figures.today), from: day(query.fromOn), through: day(query.throughOn) })} actions={<ClientMessages areas={["ui"]}><PrintButton /></ClientMessages>} />
      <SupervisionTabs current="figures" />
      <FiguresFilters query={query} choices={choices} action={localePath(locale, "/desk/supervision")} />
      <Now figures={figures} query={query} />
      <Forecast figures={figures} query={query} />
      <Ages figures={figures} query={query} />
      <Period figures={figures} query={query} />
      <Days figures={figures} query={query} />
      <Departments figures={figures} query={query} />
      <Items figures={figures} query={query} />
      <People figures={figures} query={query} />
      <Ratings figures={figures} query={query} />
    </Page>
  );
}
