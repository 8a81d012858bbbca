import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { toDataURL } from "qrcode";
import { formatTime } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { StepList } from "@/app/_ui/Lists";
import { NumberGroups } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { env } from "@/env";
import { codeCookie } from "../../code";
import { RevokeForm } from "../../RevokeForm";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations.code"))("title"), robots: { index: false } };
}

/** The code to show the helper, large, with its picture to scan; read out digit by digit. */
export default async function CodePage({ params }: Props) {
  const [{ id }, locale, jar] = await Promise.all([params, getLocale(), cookies()]);
  const here = `/me/delegations/${id}/code`;
  const found = await answer((await api()).delegations.get({ id }), localePath(locale, here));
  const code = jar.get(codeCookie(locale))?.value;
  if (!code || !found.given || found.standing !== "pending") redirect(localePath(locale, "/me/delegations"));
  const t = await getTranslations("delegations.code");
  const image = await toDataURL(`${env().publicUrl}${localePath(locale, "/me/delegations/accept")}?code=${code}`, { errorCorrectionLevel: "M", margin: 4, width: 480 });
  const name = found.inviteeName ?? "";
  return (
    <Page width="form">
      <StepIndicator current={3} total={3} title={t("step")} />
      <PageHeading title={t("title")} lead={t("lead", { name, time: formatTime(found.codeExpiresAt ?? "") })} />
      <div className="flex flex-wrap items-center gap-8 rounded-card border-2 border-accent p-6">
        <p>
          <span className="block text-muted">{t("label")}</span>
          <span aria-hidden="true" data-read-aloud="skip"><NumberGroups value={code} every={4} className="text-figure font-bold" /></span>
          {/* Digit by digit, for whoever listens. */}
          <span className="sr-only">{t("spoken", { digits: [...code].join(" ") })}</span>
        </p>
        {/* oxlint-disable-next-line nextjs/no-img-element -- a picture made here, of this code alone */}
        <img src={image} alt={t("picture")} width={240} height={240} className="rounded-card border border-line" />
      </div>
      <StepList steps={(["open", "type", "accept"] as const).map((step) => ({ title: t(`steps.${step}.title`), text: t(`steps.${step}.text`) }))} />
      <ButtonRow>
        <ButtonLink href="/me/delegations" look="primary">{t("done")}</ButtonLink>
        <RevokeForm id={id} label={t("takeBack")} />
      </ButtonRow>
    </Page>
  );
}
