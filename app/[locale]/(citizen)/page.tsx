import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { HotWords } from "@/app/_shared/items/HotWords";
import { currentView } from "@/app/_shared/preferences/current";
import { api } from "@/app/_trpc/server";
import { Band, Section } from "@/app/_ui/Page";
import { SearchBox } from "@/app/_ui/shell/SearchBox";
import { HotFor } from "@/domain/supervision/schema";
import { ElderTiles } from "./elder/ElderTiles";
import { Entrances } from "./home/Entrances";
import { Find } from "./home/Find";
import { HotItems } from "./home/HotItems";
import { Recent } from "./home/Recent";
import { StatusLine } from "./home/StatusLine";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const Query = z.object({ for: HotFor.catch("person") });

export default async function HomePage({ searchParams }: Props) {
  const [t, { mode }, { for: whom }] = [await getTranslations("home"), await currentView(), Query.parse(await searchParams)];
  return (
    <>
      <Band tone="accent">
        <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-center lg:gap-16 elder:lg:grid-cols-1">
          <div className="flex flex-col gap-6">
            <header className="flex flex-col gap-2">
              <h1 className="text-figure font-bold text-balance">{t("title")}</h1>
              <p className="max-w-measure text-lead text-muted">{t("lead")}</p>
            </header>
            <SearchBox id="home-search" size="hero" />
            <HotWords />
          </div>
          {mode === "standard" && <Entrances />}
        </div>
      </Band>
      {mode === "elder" ? <Band><ElderTiles /></Band> : <Overview whom={whom} />}
    </>
  );
}

async function Overview({ whom }: { whom: HotFor }) {
  const caller = await api();
  const [{ themes }, lifeEvents, { rows }, { rows: online }, status] = await Promise.all([
    caller.items.facets(), caller.lifeEvents.list(), caller.supervision.hot({ audience: whom }), caller.items.search({ audience: whom === "person" ? "1" : "2", online: true, limit: 8 }), caller.departments.getServiceStatus(),
  ]);
  return (
    <>
      <Recent />
      <Band>
        <Find whom={whom} themes={themes} lifeEvents={lifeEvents} />
        <HotItems counted={rows} online={online} />
      </Band>
      <Band tone="subtle">
        <Promises />
        <StatusLine status={status} />
      </Band>
    </>
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
