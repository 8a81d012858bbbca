import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { itemName } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { CloneForm } from "./CloneForm";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exchange.clone"))("title") };
}

/** Copies of an item for other departments and divisions: chosen here, checked and confirmed on the page of the run. */
export default async function ClonePage({ params }: Props) {
  const [{ id }, t, admin, locale, caller] = [await params, await getTranslations("exchange.clone"), await getTranslations("admin.items"), await getLocale(), await api()];
  const item = await answer(caller.items.getForEdit({ itemId: id }), `/admin/items/${id}/clone`);
  const content = item.current?.content ?? item.draft?.content;
  const name = content ? itemName(content, locale) : item.code;
  return (
    <ClientMessages areas={["exchange", "errors", "ui"]}>
      <Page before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("title") }, { href: `/admin/items/${id}/edit`, label: name }]} current={t("title")} />}>
        <PageHeading caption={name} title={t("title")} lead={t("lead")} />
        <Terms words={["implementingList", "division"]} />
        <CloneForm itemId={id} idempotencyKey={randomUUID()} />
      </Page>
    </ClientMessages>
  );
}
