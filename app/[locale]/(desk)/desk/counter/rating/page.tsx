import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatTime } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Page, PageHeading } from "@/app/_ui/Page";
import { EndForm } from "./EndForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rectification.counter"))("title") };
}

/** A clerk ends a service at a window and invites to rate it (`?visit=` is the counter visit that ends). */
export default async function CounterRatingPage({ searchParams }: Props) {
  const [locale, t, { visit }] = await Promise.all([getLocale(), getTranslations("rectification.counter"), searchParams]);
  const { ratings } = await api();
  const windows = await answer(ratings.listServed(), localePath(locale, "/desk/counter/rating"));
  const visits = await ratings.listEndable();
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      {windows.length === 0 || visits.length === 0 ? <EmptyState title={t(windows.length === 0 ? "noWindows" : "noVisits")} actions={windows.length > 0 && <ButtonLink href="/desk/counter/applications" look="primary">{t("receive")}</ButtonLink>} /> : (
        <ClientMessages areas={["errors", "rectification", "ui"]}>
          <EndForm visits={visits.map(({ id, at, name }) => ({ value: id, label: `${formatTime(at)} · ${name}` }))} windows={windows.map(({ id, name, windowNumber }) => ({ value: id, label: windowNumber ? `${name} ${windowNumber}` : name }))} visitId={typeof visit === "string" ? visit : undefined} />
        </ClientMessages>
      )}
    </Page>
  );
}
