import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount, holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { wordDuties } from "@/domain/items/policy/words";
import { fewestPeople } from "@/domain/items/rules/words";
import { FieldsForm } from "../_parts/FieldsForm";
import { Decided, DoneNotice, Waiting } from "../_parts/Proposals";
import { decide, setHotWord } from "./actions";
import { WordLine, WordTabs } from "./WordParts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Office = Answers["items"]["getWordOffice"];

const path = "/admin/words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("words"))("title") };
}

export default async function WordsPage({ searchParams }: Props) {
  const [t, caller, { done }] = await Promise.all([getTranslations("words"), api(), searchParams]);
  const office = await answer(caller.items.getWordOffice(), path);
  const [mayDecide, mayWrite, viewer] = [await holds(wordDuties.decide), await holds(wordDuties.propose), (await currentAccount())?.id ?? ""];
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" notice={<DoneNotice done={done} />}>
        <PageHeading title={t("title")} lead={t("lead")} />
        <Terms words={["synonym", "theme", "hotWord"]} />
        <WordTabs current="office" />
        <Waiting rows={office.waiting} titleOf={({ change }) => t(`kinds.${change.kind}`)} {...{ viewer, mayDecide, mayWrite, path }} action={decide}>{({ change }) => <p><WordLine change={change} /></p>}</Waiting>
        <NotFound rows={office.notFound} mayWrite={mayWrite} />
        <HotWords office={office} mayWrite={mayWrite} />
        <Decided rows={office.decided}>{({ change }) => <>{t(`kinds.${change.kind}`)} <WordLine change={change} /></>}</Decided>
      </Page>
    </ClientMessages>
  );
}

async function NotFound({ rows, mayWrite }: { rows: Office["notFound"]; mayWrite: boolean }) {
  const t = await getTranslations("words.notFound");
  return (
    <Section title={t("title")} intro={t("intro", { count: fewestPeople })}>
      <Table
        caption={t("title")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ word }) => word}
        empty={<p className="text-muted">{t("none")}</p>}
        columns={[
          { key: "word", header: t("word"), rowHeader: true, cell: ({ word }) => <Chinese>{word}</Chinese> },
          { key: "empty", header: t("empty"), align: "end", cell: ({ empty }) => empty },
          { key: "people", header: t("people"), align: "end", cell: ({ people }) => people },
          ...(mayWrite ? [{ key: "act", header: t("act"), cell: ({ word }: Office["notFound"][number]) => <TextLink href={`/admin/words/synonyms?${new URLSearchParams({ spoken: word })}`} className="inline-flex min-h-tap items-center">{t("add")}</TextLink> }] : []),
        ]}
      />
    </Section>
  );
}

async function HotWords({ office: { set, counted, acts }, mayWrite }: { office: Office; mayWrite: boolean }) {
  const t = await getTranslations("words.hot");
  const rows = [...set.map(({ word, state, position }) => ({ word, state, position, searches: counted.find((one) => one.word === word)?.searches ?? 0 })), ...counted.filter(({ word }) => !set.some((one) => one.word === word)).map(({ word, searches }) => ({ word, state: "counted" as const, position: 0, searches }))];
  const states = (["pinned", "hidden", "counted"] as const).map((value) => ({ value, label: t(value) }));
  return (
    <Section title={t("title")} intro={t("intro", { count: fewestPeople })}>
      <Table
        caption={t("title")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ word }) => word}
        empty={<p className="text-muted">{t("none")}</p>}
        columns={[
          { key: "word", header: t("word"), rowHeader: true, cell: ({ word }) => <Chinese>{word}</Chinese> },
          { key: "state", header: t("state"), cell: ({ state, position }) => `${t(state)}${state === "pinned" ? ` ${position}` : ""}` },
          { key: "searches", header: t("searches"), align: "end", cell: ({ searches }) => searches },
        ]}
      />
      {mayWrite && (
        <div className="max-w-form">
          <Details summary={t("set")}>
            <FieldsForm action={setHotWord} submit={t("save")} fields={[
              { type: "text", name: "word", label: t("word"), width: "medium" },
              { type: "select", name: "state", label: t("state"), value: "pinned", options: states },
              { type: "text", name: "position", label: t("position"), width: "tiny", value: "1" },
            ]} />
          </Details>
        </div>
      )}
      {acts.length > 0 && (
        <Details summary={t("history")}>
          <Table caption={t("history")} captionHidden dense rows={acts} rowKey={({ id }) => id} columns={[
            { key: "word", header: t("word"), rowHeader: true, cell: ({ word }) => <Chinese>{word}</Chinese> },
            { key: "state", header: t("state"), cell: ({ state }) => t(state) },
            { key: "who", header: t("who"), cell: ({ name }) => name },
            { key: "when", header: t("when"), cell: ({ at }) => formatStamp(at) },
          ]} />
        </Details>
      )}
    </Section>
  );
}
