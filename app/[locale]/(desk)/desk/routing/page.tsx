import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { move } from "./actions";
import { Asks, Gives } from "./RuleWords";
import { Trial } from "./Trial";

const path = "/desk/routing";
const Query = z.object({
  departmentId: z.uuid().optional().catch(undefined), number: z.string().trim().min(1).max(40).optional().catch(undefined),
  done: z.literal("moved").optional().catch(undefined), refused: z.string().max(80).optional().catch(undefined),
});
type Routing = Answers["applications"]["routing"];
type Rule = Routing["rules"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assignment.routing"))("title") };
}

/** The rules of a department in their order, and a trial. */
export default async function RoutingPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [{ departmentId, number, done, refused }, t, errors, { applications: calls }] = [Query.parse(await searchParams), await getTranslations("assignment.routing"), await getTranslations("errors"), await api()];
  const routing = await answer(calls.routing(departmentId ? { departmentId } : {}), path);
  const { department, rules } = routing;
  const notice = refused ? <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice> : done && <Notice tone="success" live title={t(`done.${done}`)} />;
  return (
    <Page width="wide" notice={notice && <FocusOnArrival>{notice}</FocusOnArrival>}>
      <PageHeading caption={<Chinese>{department.name}</Chinese>} title={t("title")} lead={t("lead")} actions={<ButtonLink href={`${path}/new?departmentId=${department.id}`} look="primary">{t("add")}</ButtonLink>} />
      {routing.departments.length > 1 && <Departments routing={routing} />}
      <Rules department={department} rules={rules} />
      <Trial departmentId={department.id} number={number} />
    </Page>
  );
}

async function Departments({ routing: { departments, department } }: { routing: Routing }) {
  const [t, locale] = [await getTranslations("assignment.routing"), await getLocale()];
  return (
    <form method="get" action={localePath(locale, path)} className="flex flex-wrap items-end gap-4">
      <Select key={department.id} name="departmentId" label={t("department")} empty={false} defaultValue={department.id} options={departments.map(({ id, name, rules }) => ({ value: id, label: t("count", { name, count: rules }) }))} />
      <Button type="submit">{t("show")}</Button>
    </form>
  );
}

async function Rules({ department: { id: departmentId }, rules }: Pick<Routing, "department" | "rules">) {
  const t = await getTranslations("assignment.routing");
  return (
    <Table
      caption={t("title")} captionHidden dense rows={rules} rowKey={({ id }) => id} empty={<EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState>}
      columns={[
        { key: "order", header: t("columns.order"), align: "end", cell: (rule) => rules.indexOf(rule) + 1 },
        { key: "rule", header: t("columns.rule"), rowHeader: true, cell: ({ id, content: { name }, enabled }) => <><TextLink href={`${path}/${id}`} className="tap"><Chinese>{name}</Chinese></TextLink>{!enabled && <> <Tag tone="warning">{t("off")}</Tag></>}</> },
        { key: "asks", header: t("columns.asks"), cell: (rule) => <Asks rule={rule} /> },
        { key: "gives", header: t("columns.gives"), cell: (rule) => <Gives rule={rule} /> },
        { key: "act", header: t("columns.act"), cell: (rule) => rule.mine && <Moves rule={rule} departmentId={departmentId} first={rules[0] === rule} last={rules.at(-1) === rule} /> },
      ]}
    />
  );
}

async function Moves({ rule: { id, version, enabled, content: { name } }, departmentId, first, last }: { rule: Rule; departmentId: string; first: boolean; last: boolean }) {
  const t = await getTranslations("assignment.routing");
  const moves = [...(first ? [] : ["up" as const]), ...(last ? [] : ["down" as const]), enabled ? ("disable" as const) : ("enable" as const), "remove" as const];
  return (
    <form action={move} className="flex flex-wrap gap-1 elder:gap-4">
      <ActingField />
      {Object.entries({ id, version, departmentId }).map(([field, value]) => <input key={field} type="hidden" name={field} value={value} />)}
      {moves.map((one) => <SubmitButton key={one} look="quiet" name="move" value={one}>{t(one)}<span className="sr-only" lang="zh-CN"> {name}</span></SubmitButton>)}
    </form>
  );
}
