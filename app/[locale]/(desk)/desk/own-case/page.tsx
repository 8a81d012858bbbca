import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { forbidden, redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { currentAccount, holds } from "@/app/_shared/session";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { deskRoles } from "@/domain/identity/rules";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk"))("ownCase.title") };
}

/** Where the desk sends somebody who opens what they filed themselves. */
export default async function OwnCasePage() {
  if (!(await currentAccount())) redirect(localePath(await getLocale(), `/sign-in?next=${encodeURIComponent(localePath(await getLocale(), "/desk/own-case"))}`));
  if (!(await holds(...deskRoles))) forbidden();
  const t = await getTranslations("desk");
  return (
    <Page width="form" before={<BackLink href="/desk">{t("ownCase.back")}</BackLink>}>
      <PageHeading title={t("ownCase.title")} lead={t("ownCase.text")} />
    </Page>
  );
}
