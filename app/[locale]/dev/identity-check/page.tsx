import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { safeReturnPath } from "@/domain/identity/rules";
import { env } from "@/env";

type Props = { searchParams: Promise<{ kind?: string; next?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("levels.demoCheck"))("title"), robots: { index: false } };
}

/** Stands for the system of somebody else in a demonstration; elsewhere there is no such page. */
export default async function IdentityCheckPage({ searchParams }: Props) {
  if (!env().demo) notFound();
  const [{ kind, next }, t] = [await searchParams, await getTranslations("levels.demoCheck")];
  const back = safeReturnPath(typeof next === "string" ? next : undefined, "/me/security/level");
  return (
    <main id="main" tabIndex={-1}>
      <Page width="form">
        <PageHeading title={t("title")} lead={t(kind === "networkIdentity" ? "networkIdentity" : "livePerson")} />
        <Notice title={t("notice")} />
        <div><ButtonLink href={back} look="primary">{t("go")}</ButtonLink></div>
      </Page>
    </main>
  );
}
