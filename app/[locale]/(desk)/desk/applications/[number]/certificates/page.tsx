import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { ItemName } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { formatApplicationNumber } from "@/domain/core/codes";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import { DutyForm } from "./DutyForm";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateUses.duty"))("title") };
}

/** Reading a certificate of the applicant by duty, for this case. */
export default async function DutyPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [query, locale, t, account] = await Promise.all([searchParams, getLocale(), getTranslations("certificateUses.duty"), currentAccount()]);
  const home = `/desk/applications/${number}`;
  const calls = (await api()).applications;
  const found = await answer(calls.getForDesk({ number }), localePath(locale, `${home}/certificates`));
  const may = account?.roles.some((role) => role === "reviewer" || role === "approver") ?? false;
  const [types, kept] = await Promise.all([may ? calls.dutyTypes() : [], restored(query["kept"], `${home}/certificates`)]);
  return (
    <Page width="form" before={<Breadcrumbs trail={[{ href: "/desk", label: t("queue") }, { href: home, label: formatApplicationNumber(found.number) }]} current={t("title")} />} notice={kept && <RestoredNotice />}>
      <PageHeading caption={<ItemName name={found.itemName} nameEn={found.itemNameEn} />} title={t("title")} lead={t("lead")} />
      {may
        ? <ClientMessages areas={["certificateUses", "errors", "ui", "enums"]}><DutyForm id={found.id} number={found.number} types={types} start={kept ? { typed: typedOf(kept) } : {}} /></ClientMessages>
        : <Notice>{t("notYours")}</Notice>}
    </Page>
  );
}

const typedOf = (kept: KeptFields) => Object.fromEntries(["typeId", "legalBasis", "purpose"].map((name) => [name, textOfKept(kept, name) ?? ""]));
