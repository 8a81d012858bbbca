import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { attempt, here, hereWith } from "@/app/_shared/identity/attempt";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { approvalHere, type AskedApproval } from "@/server/auth/here/qr";
import { DecideForm } from "../DecideForm";

type ApprovePageProps = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.approve"))("title"), robots: { index: false } };
}

/** What a phone is asked to let in. */
export default async function ApprovePage({ params }: ApprovePageProps) {
  const { token } = await params;
  const t = await getTranslations("signIn.approve");
  const outcome = await attempt(() => approvalHere(token));
  const back = await here(`/sign-in/approve/${token}`);
  if ("problem" in outcome && outcome.problem.code === "access.signIn") redirect(await hereWith("/sign-in", back));
  if ("value" in outcome && !outcome.value.fresh) redirect(await hereWith("/sign-in/confirm", back));
  if ("problem" in outcome) {
    const refused = await getTranslations("errors");
    return (
      <Page width="form">
        <PageHeading title={refused(outcome.problem.code === "identity.qrForCitizens" ? "identity.qrForCitizens" : "identity.qrExpired")} />
        <ButtonRow><ButtonLink href="/me">{t("home")}</ButtonLink></ButtonRow>
      </Page>
    );
  }
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <Facts {...outcome.value.request} />
      <Notice tone="warning" title={t("warn")} />
      <ClientMessages areas={["errors", "signIn", "ui"]}><DecideForm approval={token} /></ClientMessages>
    </Page>
  );
}

async function Facts({ pairing, browser, system, place, at }: AskedApproval["request"]) {
  const [t, device] = [await getTranslations("signIn.approve"), await getTranslations("security.devices")];
  const named = device("name", { system: system ? device(`systems.${system}`) : device("unknownSystem"), browser: browser ? device(`browsers.${browser}`) : device("unknownBrowser") });
  return (
    <div className="flex flex-col gap-4">
      <p>
        <span className="block text-muted">{t("pairing")}</span>
        <span className="block text-figure font-bold tabular-nums">{pairing}</span>
        <span className="block text-hint text-muted">{t("pairingHint")}</span>
      </p>
      <DescriptionList facts={[{ label: t("browser"), value: named }, { label: t("place"), value: place }, { label: t("time"), value: formatStamp(at.toISOString()) }]} />
    </div>
  );
}
