import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount, holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { placeDuties } from "@/domain/departments/policy";
import { FieldsForm } from "../_parts/FieldsForm";
import { Decided, DoneNotice, Waiting } from "../_parts/Proposals";
import { decide, propose } from "../departments/actions";
import { ChangeFacts, ChangeLine } from "../departments/ChangeFacts";
import { placeFields } from "../departments/fields";
import { PlaceTabs } from "../departments/PlaceTabs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Division = Answers["departments"]["getDivisionForEdit"];

const Query = z.object({ code: z.string().regex(/^\d{6}$/).catch("000000") });
const hrefOf = (code: string) => `/admin/divisions?code=${code}`;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("departments.divisions"))("title") };
}

export default async function DivisionsPage({ searchParams }: Props) {
  const query = await searchParams;
  const { code } = Query.parse(query);
  const [t, caller] = await Promise.all([getTranslations("departments"), api()]);
  const path = hrefOf(code);
  const division = await answer(caller.departments.getDivisionForEdit({ code }), path);
  const [mayDecide, mayWrite, viewer] = [await holds(placeDuties.decide), await holds(placeDuties.propose), (await currentAccount())?.id ?? ""];
  const above = division.path.filter((one) => one.code !== code);
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" before={code !== "000000" && <Breadcrumbs trail={[{ href: "/admin/divisions", label: t("divisions.title") }, ...above.map((one) => ({ href: hrefOf(one.code), label: one.name }))]} current={division.name} />} notice={<DoneNotice done={query["done"]} />}>
        <PageHeading title={code === "000000" ? t("divisions.title") : <Chinese>{division.name}</Chinese>} caption={code === "000000" ? undefined : code} lead={t("divisions.lead")} />
        <Terms words={["division"]} />
        <PlaceTabs current="divisions" />
        {division.closedOn && <p><Tag tone="danger">{t("state.closed")}</Tag> {division.closedOn} {division.successorCode && <TextLink href={hrefOf(division.successorCode)} className="tap">{t("divisions.closedTo", { code: division.successorCode })}</TextLink>}</p>}
        <Waiting rows={division.waiting} titleOf={({ change }) => t(`kinds.${change.kind}`)} {...{ viewer, mayDecide, mayWrite, path }} action={decide}>{({ change }) => <ChangeFacts change={change} />}</Waiting>
        {code !== "000000" && <p><TextLink href={`/admin/departments?division=${code}`} className="tap">{t("divisions.departments")}</TextLink></p>}
        <Children rows={division.children} />
        {mayWrite && !division.closedOn && <Keeping division={division} path={path} />}
        <Decided rows={division.decided}>{({ change }) => <ChangeLine change={change} />}</Decided>
      </Page>
    </ClientMessages>
  );
}

async function Children({ rows }: { rows: Division["children"] }) {
  const t = await getTranslations("departments");
  return (
    <Section title={t("divisions.children")}>
      <Table
        caption={t("divisions.children")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ code }) => code}
        empty={<p className="text-muted">{t("divisions.none")}</p>}
        columns={[
          { key: "name", header: t("divisions.name"), rowHeader: true, cell: ({ code, name }) => <TextLink href={hrefOf(code)} className="inline-flex min-h-tap items-center"><Chinese>{name}</Chinese></TextLink> },
          { key: "code", header: t("divisions.code"), cell: ({ code }) => code },
          { key: "state", header: t("divisions.state"), cell: ({ closedOn, successorCode }) => closedOn ? <Tag tone="danger">{successorCode ? t("divisions.closedTo", { code: successorCode }) : t("state.closed")}</Tag> : t("state.open") },
        ]}
      />
    </Section>
  );
}

async function Keeping({ division: { code, name, level }, path }: { division: Division; path: string }) {
  const t = await getTranslations("departments");
  return (
    <div className="flex max-w-form flex-col gap-2">
      {level !== "county" && <Details summary={t("divisions.add")}><FieldsForm action={propose} hidden={{ kind: "addDivision", path }} submit={t("propose")} fields={placeFields(t, { code: "", name: "", basis: "" })} /></Details>}
      {level !== "country" && <Details summary={t("divisions.rename")}><FieldsForm action={propose} hidden={{ kind: "renameDivision", code, path }} submit={t("propose")} fields={placeFields(t, { name, basis: "" })} /></Details>}
      {level !== "country" && <Details summary={t("divisions.close")}><FieldsForm action={propose} danger hidden={{ kind: "closeDivision", code, path }} submit={t("propose")} fields={placeFields(t, { successorCode: "", basis: "" })} /></Details>}
    </div>
  );
}
