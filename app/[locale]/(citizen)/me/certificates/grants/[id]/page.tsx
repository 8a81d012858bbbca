import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { revoke } from "../actions";
import { GrantFacts, GrantStateTag } from "../GrantFacts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateUses"))("grants.detail") };
}

/** One permission, what it allows, and the way to take it back. */
export default async function GrantPage({ params, searchParams }: Props) {
  const [{ id }, { refused }, locale] = await Promise.all([params, searchParams, getLocale()]);
  const [grant, t, errors] = await Promise.all([
    answer((await api()).certificates.getGrant({ id }), localePath(locale, `/me/certificates/grants/${id}`)), getTranslations("certificateUses.grants"), getTranslations("errors"),
  ]);
  return (
    <Page
      width="form" before={<BackLink href="/me/certificates/grants">{t("title")}</BackLink>}
      notice={typeof refused === "string" && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}
    >
      <PageHeading caption={t("title")} title={<Chinese>{grant.reader.name}</Chinese>} lead={<GrantStateTag state={grant.state} />} />
      <GrantFacts grant={grant} />
      {grant.mode === "duty" && <Notice>{t("dutyNote")}</Notice>}
      {grant.revocable && (
        <Section title={t("revokeTitle")} intro={t("revokeText")}>
          <form action={revoke}>
            <ActingField />
            <input type="hidden" name="id" value={id} />
            <ButtonRow>
              <SubmitButton look="danger">{t("revoke")}</SubmitButton>
              <ButtonLink href="/me/certificates/grants" look="quiet">{t("keep")}</ButtonLink>
            </ButtonRow>
          </form>
        </Section>
      )}
    </Page>
  );
}
