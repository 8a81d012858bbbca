import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextField } from "@/app/_ui/TextField";
import { removePasskey, renamePasskey } from "../actions";
import { ActForm } from "../ActForm";
import { AddPasskey } from "./AddPasskey";

type Props = { searchParams: Promise<{ did?: string | string[] }> };
type Passkey = Answers["identity"]["means"]["passkeys"][number];

const Done = z.enum(["added", "renamed", "removed"]);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.passkeys"))("title") };
}

/** One's passkeys, and another for this device. */
export default async function PasskeysPage({ searchParams }: Props) {
  const [{ did }, t, locale, caller] = await Promise.all([searchParams, getTranslations("security"), getLocale(), api()]);
  await answer(caller.identity.checkProof(), localePath(locale, "/me/security/passkeys"));
  const { passkeys } = await caller.identity.means();
  const done = Done.safeParse(did);
  return (
    <Page width="form" before={<BackLink href="/me/security">{t("back")}</BackLink>} notice={done.success && <Notice tone="success" live title={t(`passkeys.${done.data}`)} />}>
      <PageHeading title={t("passkeys.title")} lead={t("passkeys.lead")} />
      <ClientMessages areas={["errors", "security", "ui"]}>
        <AddPasskey />
        <Section title={t("passkeys.list")}>
          {passkeys.length === 0 ? <p className="text-muted">{t("passkeys.none")}</p> : (
            <ul className="divide-y divide-line border-y border-line">
              {passkeys.map((passkey) => <li key={passkey.id} className="py-4"><PasskeyRow passkey={passkey} /></li>)}
            </ul>
          )}
        </Section>
      </ClientMessages>
    </Page>
  );
}

function PasskeyRow({ passkey: { id, name, synced, createdAt, lastUsedAt } }: { passkey: Passkey }) {
  const t = useTranslations("security.passkeys");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-2">
      <div>
        <p className="font-semibold">{name}</p>
        <p className="text-hint text-muted">{t("addedAt", { at: formatInstant(createdAt, locale) })}</p>
        <p className="text-hint text-muted">{lastUsedAt ? t("usedAt", { at: formatInstant(lastUsedAt, locale) }) : t("neverUsed")}</p>
        {synced && <p className="text-hint text-muted">{t("synced")}</p>}
      </div>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        <Details summary={t("rename")}>
          <ActForm action={renamePasskey} id={id} label={t("save")} longLabel={t("renameLabel", { name })}>
            <TextField name="name" label={t("name")} hint={t("nameHint")} defaultValue={name} maxLength={40} width="medium" />
          </ActForm>
        </Details>
        <ActForm action={removePasskey} id={id} label={t("remove")} longLabel={t("removeLabel", { name })} look="danger" />
      </div>
    </div>
  );
}
