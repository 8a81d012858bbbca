import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { currentAccount } from "@/app/_shared/session";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { confirmingHere } from "@/server/auth/here/confirm";
import { PasskeyButton } from "../passkeys/PasskeyButton";
import { askOwnPasskey, proveByPasskey } from "./actions";
import { ConfirmForm } from "./ConfirmForm";
import { SendCodeForm } from "./SendCodeForm";

type ConfirmPageProps = { searchParams: Promise<{ next?: string; by?: string }> };
type Confirming = Awaited<ReturnType<typeof confirmingHere>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.confirm"))("title"), robots: { index: false } };
}

/** Before a sensitive act: whoever is signed in shows once more that it is them, in a way they have. */
export default async function ConfirmPage({ searchParams }: ConfirmPageProps) {
  const { next = "", by: asked } = await searchParams;
  const [t, locale, account] = await Promise.all([getTranslations("security.confirm"), getLocale(), currentAccount()]);
  if (!account) redirect(localePath(locale, `/sign-in?${new URLSearchParams({ next })}`));
  const confirming = await confirmingHere();
  const by = confirming.factors.find((factor) => factor === asked) ?? confirming.factors[0];
  const others = confirming.factors.filter((factor) => factor !== by);
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead", { name: account.name })} />
      <ClientMessages areas={["errors", "security", "signIn", "ui"]}>{by ? <Proof by={by} next={next} confirming={confirming} /> : <p>{t("none")}</p>}</ClientMessages>
      {others.length > 0 && (
        <Section title={t("otherWays")}>
          <ul className="flex flex-col">
            {others.map((factor) => <li key={factor}><TextLink href={`/sign-in/confirm?${new URLSearchParams({ next, by: factor })}`} className="tap">{t(`by.${factor}`)}</TextLink></li>)}
          </ul>
        </Section>
      )}
    </Page>
  );
}

async function Proof({ by, next, confirming: { codeSentTo } }: { by: Confirming["factors"][number]; next: string; confirming: Confirming }) {
  const t = await getTranslations("security.confirm");
  if (by === "passkey") return <PasskeyButton ask={askOwnPasskey} answer={proveByPasskey} next={next} label={t("passkey.start")} />;
  if (by !== "phoneCode") return <ConfirmForm key={by} by={by} next={next} />;
  return (
    <>
      {codeSentTo && <><p>{t("phoneCode.sentTo", { phone: codeSentTo })}</p><ConfirmForm by={by} next={next} /></>}
      <SendCodeForm next={next} sent={codeSentTo !== undefined} />
    </>
  );
}
