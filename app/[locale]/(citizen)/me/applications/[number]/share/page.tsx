import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { toDataURL } from "qrcode";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { mostShares } from "@/domain/applications/rules/shares";
import { env } from "@/env";
import { revoke, share } from "./actions";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shares"))("title") };
}

/** Addresses under which family follow this case: make one, show it, take it back. */
export default async function SharePage({ params, searchParams }: Props) {
  const [{ number }, query, locale, t, errors] = await Promise.all([params, searchParams, getLocale(), getTranslations("shares"), getTranslations("errors")]);
  const home = `/me/applications/${number}`;
  const living = await answer((await api()).applications.shares({ number }), localePath(locale, `${home}/share`));
  const shown = await Promise.all(living.map(async ({ id, token, expiresAt }) => {
    const address = `${env().publicUrl}${localePath(locale, `/progress/shared/${token}`)}`;
    return { id, address, expiresAt, image: await toDataURL(address, { errorCorrectionLevel: "M", margin: 4, width: 360 }) };
  }));
  const [refused, did] = [query["refused"], query["did"]];
  return (
    <Page width="form" before={<BackLink href={home}>{t("back")}</BackLink>} notice={<>
      {typeof refused === "string" && <Notice tone="error" live>{refusalText(errors, { code: refused, params: { most: mostShares } })}</Notice>}
      {(did === "made" || did === "revoked") && <Notice tone="success" live>{t(did)}</Notice>}
    </>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {shown.length === 0 ? <EmptyState title={t("none")}>{t("noneText")}</EmptyState> : (
        <Section title={t("living")}>
          <ul className="flex flex-col gap-6">
            {shown.map(({ id, address, expiresAt, image }) => (
              <li key={id} className="flex flex-wrap items-start gap-6 rounded-card border border-line p-5">
                {/* oxlint-disable-next-line nextjs/no-img-element -- a picture made here, of this address alone */}
                <img src={image} alt={t("picture")} width={180} height={180} className="rounded-card border border-line" />
                <div className="flex min-w-0 grow basis-60 flex-col gap-3">
                  <p><span className="block text-muted">{t("address")}</span><a href={address} className="break-all">{address}</a></p>
                  <p className="text-muted">{t("until", { day: formatDay(dayOfInstant(expiresAt), locale) })}</p>
                  <form action={revoke}>
                    <ActingField />
                    <input type="hidden" name="id" value={id} />
                    <input type="hidden" name="number" value={number} />
                    <input type="hidden" name="idempotencyKey" value={randomUUID()} />
                    <SubmitButton look="secondary">{t("revoke")}</SubmitButton>
                  </form>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {shown.length < mostShares ? (
        <form action={share}>
          <ActingField />
          <input type="hidden" name="number" value={number} />
          <input type="hidden" name="idempotencyKey" value={randomUUID()} />
          <SubmitButton>{t("make")}</SubmitButton>
        </form>
      ) : <p className="text-muted">{t("atMost", { count: mostShares })}</p>}
    </Page>
  );
}
