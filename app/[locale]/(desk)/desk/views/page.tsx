import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { DeskNotice } from "@/app/_shared/desk/DeskNotice";
import type { DeskViews } from "@/app/_shared/desk/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { answer, api } from "@/app/_trpc/server";
import { Card, Details, EmptyState } from "@/app/_ui/Cards";
import { Checkbox } from "@/app/_ui/Choices";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { changeView, deleteView, openWith } from "../actions";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type View = DeskViews["views"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("queue.manage"))("title") };
}

/** The views one keeps and may use: renaming, sharing, deleting, and with which the queue opens. */
export default async function ViewsPage({ searchParams }: Props) {
  const [params, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("queue.manage")]);
  const { views, opensWith } = await answer((await api()).applications.deskViews(), localePath(locale, "/desk/views"));
  const [own, others] = [views.filter((view) => view.own), views.filter((view) => !view.own)];
  return (
    <Page before={<BackLink href="/desk">{t("back")}</BackLink>} notice={<DeskNotice params={params} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {views.length === 0 && <EmptyState title={t("empty")}><p>{t("emptyText")}</p></EmptyState>}
      {own.length > 0 && <Section title={t("own")}>{own.map((view) => <ViewCard key={view.id} view={view} first={view.id === opensWith} />)}</Section>}
      {others.length > 0 && <Section title={t("others")}>{others.map((view) => <ViewCard key={view.id} view={view} first={view.id === opensWith} />)}</Section>}
    </Page>
  );
}

function ViewCard({ view, first }: { view: View; first: boolean }) {
  const t = useTranslations("queue.manage");
  const shared = useTranslations("queue.views");
  return (
    <Card title={<span lang="zh-CN">{view.name}</span>}>
      {!view.own && <p className="text-muted">{shared("sharedBy", { name: view.ownerName })}</p>}
      {first && <p className="font-semibold">{t("opensWith")}</p>}
      <div className="flex flex-wrap items-center gap-4">
        <TextLink href={`/desk?view=${view.id}`} className="tap">{t("open")}<span className="sr-only"> {view.name}</span></TextLink>
        <form action={openWith}>
          <ActingField />
          <input type="hidden" name="id" value={first ? "" : view.id} />
          <input type="hidden" name="idempotencyKey" value={randomUUID()} />
          <SubmitButton look="quiet">{first ? t("noDefault") : t("makeDefault")}<span className="sr-only"> {view.name}</span></SubmitButton>
        </form>
      </div>
      {view.own && <OwnForms view={view} />}
    </Card>
  );
}

function OwnForms({ view }: { view: View }) {
  const t = useTranslations("queue.manage");
  const words = useTranslations("queue.views");
  return (
    <Details summary={<>{t("more")}<span className="sr-only"> {view.name}</span></>}>
      <form action={changeView} className="flex flex-col gap-4 py-2">
        <ActingField />
        <input type="hidden" name="id" value={view.id} />
        <input type="hidden" name="idempotencyKey" value={randomUUID()} />
        <TextField name={`name-${view.id}`} label={words("name")} defaultValue={view.name} maxLength={40} width="medium" />
        <Checkbox name={`shared-${view.id}`} label={words("shared")} defaultChecked={view.shared} />
        <div><SubmitButton look="secondary">{t("saveChange")}</SubmitButton></div>
      </form>
      <form action={deleteView} className="flex flex-wrap items-center gap-4 py-2">
        <ActingField />
        <input type="hidden" name="id" value={view.id} />
        <input type="hidden" name="idempotencyKey" value={randomUUID()} />
        <SubmitButton look="danger">{t("delete")}</SubmitButton>
        <span className="text-muted">{t("deleteSure")}</span>
      </form>
    </Details>
  );
}
