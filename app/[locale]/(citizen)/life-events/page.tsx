import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState, Tile } from "@/app/_ui/Cards";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { stages } from "@/domain/lifeEvents/schema";

type LifeEvent = Answers["lifeEvents"]["list"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("lifeEvents"))("title") };
}

/** The life events there are, in the order of a life. */
export default async function LifeEventsPage() {
  const [t, list] = await Promise.all([getTranslations("lifeEvents"), (await api()).lifeEvents.list()]);
  const byStage = stages.flatMap((stage) => {
    const events = list.filter((event) => event.stage === stage);
    return events.length > 0 ? [{ stage, events }] : [];
  });
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      {byStage.length === 0 && <EmptyState title={t("none")} actions={<ButtonLink href="/items">{t("toItems")}</ButtonLink>}>{t("noneText")}</EmptyState>}
      {byStage.map(({ stage, events }) => <Section key={stage} title={t(`stages.${stage}`)}><EventTiles events={events} /></Section>)}
    </Page>
  );
}

async function EventTiles({ events }: { events: readonly LifeEvent[] }) {
  const t = await getTranslations("lifeEvents");
  return (
    <ul className="grid gap-4 md:grid-cols-2">
      {events.map(({ key, name, members, departmentName }) => (
        <li key={key}><Tile href={`/life-events/${key}`} title={<Localised text={name} />} note={<>{t("count", { count: members })} · <Chinese>{departmentName}</Chinese></>} icon="document" /></li>
      ))}
    </ul>
  );
}
