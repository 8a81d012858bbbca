import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { unlinkExternal } from "../actions";
import { ActForm } from "../ActForm";

type Props = { searchParams: Promise<{ did?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.providers"))("title") };
}

/** Accounts elsewhere that sign in to this one. */
export default async function ProvidersPage({ searchParams }: Props) {
  const [{ did }, t, locale, caller] = await Promise.all([searchParams, getTranslations("security"), getLocale(), api()]);
  const linked = await answer(caller.identity.listExternal(), localePath(locale, "/me/security/providers"));
  return (
    <Page width="form" before={<BackLink href="/me/security">{t("back")}</BackLink>} notice={did === "unlinked" && <Notice tone="success" live title={t("providers.unlinked")} />}>
      <PageHeading title={t("providers.title")} lead={t("providers.lead")} />
      {linked.length === 0 ? <p className="text-muted">{t("providers.none")}</p> : (
        <ClientMessages areas={["errors", "security", "ui"]}>
          <ul className="divide-y divide-line border-y border-line">
            {linked.map((identity) => <li key={identity.id} className="py-4"><Identity identity={identity} /></li>)}
          </ul>
        </ClientMessages>
      )}
    </Page>
  );
}

function Identity({ identity: { id, name, host, linkedAt, lastUsedAt } }: { identity: Answers["identity"]["listExternal"][number] }) {
  const t = useTranslations("security.providers");
  const locale = useLocale();
  const called = name ? name[locale === "en" ? "en" : "zh"] : t("unknown", { host });
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p className="font-semibold">{called}</p>
        <p className="text-hint text-muted">{t("linkedAt", { at: formatInstant(linkedAt, locale) })}</p>
        <p className="text-hint text-muted">{t("usedAt", { at: formatInstant(lastUsedAt, locale) })}</p>
      </div>
      <ActForm action={unlinkExternal} id={id} label={t("unlink")} longLabel={t("unlinkLabel", { name: called })} look="danger" />
    </div>
  );
}
