import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("lifeEvents.admin"))("title") };
}

/** The life events of one's departments. */
export default async function LifeEventsAdminPage({ searchParams }: { searchParams: Promise<{ done?: string | string[] }> }) {
  const [{ done }, t, edits] = await Promise.all([searchParams, getTranslations("lifeEvents.admin"), holds("itemEditor")]);
  const events = await answer((await api()).lifeEvents.listForEdit(), "/admin/life-events");
  return (
    <Page width="wide" notice={done === "discarded" && <Notice tone="success" live>{t("discarded")}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} actions={edits && <ButtonLink look="primary" href="/admin/life-events/new">{t("new")}</ButtonLink>} />
      <Terms words={["lifeEvent"]} />
      {events.length === 0 && <EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
      {events.length > 0 && (
        <ul className="flex flex-col border-t border-line">
          {events.map(({ id, name, departmentName, members, published, draft }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-3">
              <span className="flex flex-col">
                <TextLink href={`/admin/life-events/${id}`} className="inline-flex min-h-tap items-center font-semibold"><Localised text={name} /></TextLink>
                <span className="text-hint text-muted"><Chinese>{departmentName}</Chinese> · {t("members", { count: members })}</span>
              </span>
              <span className="flex flex-wrap gap-2">
                <Tag tone={published ? "success" : "neutral"}>{t(published ? "published" : "unpublished")}</Tag>
                {draft && <Tag tone="warning">{t("draft")}</Tag>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
