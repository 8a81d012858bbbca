import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { toDataURL } from "qrcode";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { hereWith } from "@/app/_shared/identity/attempt";
import { currentAccount } from "@/app/_shared/session";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextLink } from "@/app/_ui/TextLink";
import { beginTotpEnrolmentHere, factorEnrolmentHere } from "@/server/auth/here/enrolment";
import { addTotp, proveHeld, signInAgain } from "./actions";
import { MakePasskey } from "./MakePasskey";
import { TotpForm } from "./TotpForm";

type Props = { searchParams: Promise<{ next?: string; with?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.factor"))("title"), robots: { index: false } };
}

/** The second factor of whoever works here, set up before anything else: a passkey, or where it is enough an authenticator. */
export default async function EnrolFactorPage({ searchParams }: Props) {
  const { next = "", with: chosen } = await searchParams;
  const [t, due] = await Promise.all([getTranslations("staff.factor"), factorEnrolmentHere()]);
  if (!due) return (await currentAccount()) ? <SignInAgain next={next} /> : redirect(await hereWith("/sign-in", next));
  const { name, choices, asksTotp } = due;
  if (choices.length === 0) redirect(await hereWith("/sign-in/verify", next));
  if (asksTotp) return <HeldFirst name={name} next={next} />;
  if (choices.includes("totp") && chosen === "totp") return <Authenticator next={next} />;
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead", { name })} />
      <Section title={t("passkeyTitle")} intro={t("passkeyText")}>
        <ClientMessages areas={["errors", "staff", "ui"]}><MakePasskey next={next} /></ClientMessages>
      </Section>
      {choices.includes("totp") && <p><TextLink href={`/sign-in/enrol?${new URLSearchParams({ with: "totp", ...(next ? { next } : {}) })}`} className="tap">{t("totp")}</TextLink></p>}
    </Page>
  );
}

async function Authenticator({ next }: { next: string }) {
  const [t, { secret, uri }] = await Promise.all([getTranslations("staff.factor"), beginTotpEnrolmentHere()]);
  const image = await toDataURL(uri, { margin: 2, width: 240, errorCorrectionLevel: "M" });
  return (
    <Page width="form" before={<BackLink href={`/sign-in/enrol${next ? `?next=${encodeURIComponent(next)}` : ""}`}>{t("back")}</BackLink>}>
      <PageHeading title={t("totpTitle")} lead={t("totpText")} />
      {/* oxlint-disable-next-line nextjs/no-img-element -- drawn for this page alone */}
      <img src={image} alt={t("qr")} width={240} height={240} className="rounded-card border border-line" />
      <p>{t("secret")}<span className="block font-semibold tabular-nums break-all" data-secret="totp">{secret.match(/.{1,4}/g)?.join(" ")}</span></p>
      <ClientMessages areas={["errors", "staff", "ui"]}><TotpForm action={addTotp} next={next} submit={t("submit")} /></ClientMessages>
    </Page>
  );
}

/** A better factor joins the authenticator: whoever adds it must hold that one. */
async function HeldFirst({ name, next }: { name: string; next: string }) {
  const t = await getTranslations("staff.factor");
  return (
    <Page width="form">
      <PageHeading title={t("heldTitle")} lead={t("heldLead", { name })} />
      <ClientMessages areas={["errors", "staff", "ui"]}><TotpForm action={proveHeld} next={next} submit={t("next")} /></ClientMessages>
    </Page>
  );
}

/** Somebody is signed in without the factor that is due since their post changed. */
async function SignInAgain({ next }: { next: string }) {
  const t = await getTranslations("staff.factor");
  return (
    <Page width="form">
      <PageHeading title={t("again")} lead={t("againText")} />
      <form action={signInAgain}>
        <input type="hidden" name="next" value={next} />
        <SubmitButton>{t("signOut")}</SubmitButton>
      </form>
    </Page>
  );
}
