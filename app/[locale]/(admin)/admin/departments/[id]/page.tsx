import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount, holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { placeDuties } from "@/domain/departments/policy";
import { FieldsForm } from "../../_parts/FieldsForm";
import { Decided, DoneNotice, Waiting } from "../../_parts/Proposals";
import { decide, propose, saveFacts } from "../actions";
import { ChangeFacts, ChangeLine } from "../ChangeFacts";
import { placeFields } from "../fields";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Department = Answers["departments"]["getForEdit"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("departments"))("facts") };
}

export default async function DepartmentPage({ params, searchParams }: Props) {
  const [{ id }, { done }, t, caller] = [await params, await searchParams, await getTranslations("departments"), await api()];
  const path = `/admin/departments/${id}`;
  const department = await answer(caller.departments.getForEdit({ departmentId: id }), path);
  const [mayDecide, mayWrite, viewer] = [await holds(placeDuties.decide), await holds(placeDuties.propose), (await currentAccount())?.id ?? ""];
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" before={<BackLink href="/admin/departments">{t("back")}</BackLink>} notice={<DoneNotice done={done} />}>
        <PageHeading title={<Chinese>{department.name}</Chinese>} caption={department.closedOn && t("state.closed")} />
        <Waiting rows={department.waiting} titleOf={({ change }) => t(`kinds.${change.kind}`)} {...{ viewer, mayDecide, mayWrite, path }} action={decide}>{({ change }) => <ChangeFacts change={change} />}</Waiting>
        <Facts department={department} />
        <Windows department={department} mayWrite={mayWrite && !department.closedOn} />
        {mayWrite && !department.closedOn && <Keeping department={department} path={path} />}
        <Decided rows={department.decided}>{({ change }) => <ChangeLine change={change} />}</Decided>
        <History rows={department.history} />
      </Page>
    </ClientMessages>
  );
}

async function Facts({ department: { uscc, divisionName, divisionCode, parentId, parentName, address, phone, items, closedOn, successorId, successorName } }: { department: Department }) {
  const t = await getTranslations("departments");
  const link = (id: string | null, name: string | null) => id && name && <TextLink href={`/admin/departments/${id}`} className="tap"><Chinese>{name}</Chinese></TextLink>;
  return (
    <Section title={t("facts")}>
      <DescriptionList facts={[
        { label: t("fields.uscc"), value: uscc },
        { label: t("fields.place"), value: <TextLink href={`/admin/divisions?code=${divisionCode}`} className="tap"><Chinese>{divisionName}</Chinese> {divisionCode}</TextLink> },
        { label: t("fields.parent"), value: link(parentId, parentName) },
        { label: t("fields.address"), value: address && <Chinese>{address}</Chinese> },
        { label: t("fields.phone"), value: phone && <Chinese>{phone}</Chinese> },
        { label: t("fields.items"), value: String(items) },
        { label: t("fields.closedOn"), value: closedOn },
        { label: t("fields.successor"), value: link(successorId, successorName) },
      ].filter(({ value }) => Boolean(value))} />
    </Section>
  );
}

async function Windows({ department: { id, windows }, mayWrite }: { department: Department; mayWrite: boolean }) {
  const t = await getTranslations("departments.windows");
  return (
    <Section title={t("title")} actions={mayWrite && <ButtonLink href={`/admin/departments/${id}/windows/new`}>{t("add")}</ButtonLink>}>
      {windows.length === 0 && <p className="text-muted">{t("none")}</p>}
      <ul className="flex flex-col gap-2">
        {windows.map((window) => (
          <li key={window.id} className="flex flex-wrap items-center gap-x-4">
            {mayWrite && !window.closed ? <TextLink href={`/admin/departments/${id}/windows/${window.id}`} className="tap"><Chinese>{window.name}</Chinese></TextLink> : <Chinese>{window.name}</Chinese>}
            <span className="text-muted"><Chinese>{window.address}</Chinese></span>{window.closed && <Tag tone="danger">{t("closedTag")}</Tag>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

async function Keeping({ department: { id, uscc, name, divisionCode, version, address, phone }, path }: { department: Department; path: string }) {
  const t = await getTranslations("departments");
  const hidden = { departmentId: id, path };
  return (
    <div className="flex max-w-form flex-col gap-2">
      <Details summary={t("keepFacts")}><FieldsForm action={saveFacts} hidden={{ ...hidden, version: String(version) }} submit={t("save")} fields={placeFields(t, { address: address ?? "", phone: phone ?? "" })} /></Details>
      <Details summary={t("change")}><FieldsForm action={propose} hidden={{ ...hidden, kind: "changeDepartment" }} submit={t("propose")} fields={placeFields(t, { uscc, name, division: divisionCode, parent: "", basis: "" })} /></Details>
      <Details summary={t("close")}>
        <p className="mb-4 text-muted">{t("closeHint")}</p>
        <FieldsForm action={propose} danger hidden={{ ...hidden, kind: "closeDepartment" }} submit={t("propose")} fields={placeFields(t, { successor: "", basis: "" })} />
      </Details>
    </div>
  );
}

async function History({ rows }: { rows: Department["history"] }) {
  const t = await getTranslations("departments");
  if (rows.length === 0) return null;
  return (
    <Section title={t("history")}>
      <Table
        caption={t("history")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "what", header: t("historyCols.what"), rowHeader: true, cell: ({ action, window }) => <>{t(`acts.${action}`)} {window && <Chinese>{window}</Chinese>}</> },
          { key: "who", header: t("historyCols.who"), cell: ({ name }) => name },
          { key: "when", header: t("historyCols.when"), cell: ({ at }) => formatStamp(at) },
        ]}
      />
    </Section>
  );
}
