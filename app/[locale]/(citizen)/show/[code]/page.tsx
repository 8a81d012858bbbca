import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { look } from "@/app/_shared/certificates/presenting/actions";
import { receiptHere } from "@/app/_shared/certificates/presenting/codes";
import { PurposeText } from "@/app/_shared/certificates/presenting/words";
import { VerificationResult } from "@/app/_shared/certificates/VerificationResult";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { currentAccount } from "@/app/_shared/session";
import { api, refusalOf } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { FieldStack } from "@/app/_ui/Fieldset";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";

type Props = { params: Promise<{ code: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Certificates = Answers["certificates"];
type Found = Extract<Certificates["lookAtCode"], { standing: "live" }>;

export async function generateMetadata(): Promise<Metadata> {
  // Other sites learn nothing of the address; with "no-referrer" a form posted without script would have no origin and be refused.
  return { title: (await getTranslations("present.show"))("title"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** The answer, or nothing where it was refused on purpose. */
async function given<T>(call: Promise<T>): Promise<T | undefined> {
  return (await refusalOf(call)) ? undefined : call;
}

/** Where the code of a certificate leads. Opening it uses nothing up; whoever looked sees it here again for a few minutes. */
export default async function ShowPage({ params, searchParams }: Props) {
  const [{ code: written }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const code = decodeURIComponent(written).slice(0, 100);
  const calls = (await api()).certificates;
  const receipt = await receiptHere(locale);
  const seen = receipt ? await given(calls.readScan({ code, receipt })) : undefined;
  if (seen) return <Seen seen={seen} />;
  const found = query["problem"] === "tooMany" ? undefined : await given(calls.lookAtCode({ code }));
  if (!found) return <TooMany code={code} reader={typeof query["reader"] === "string" ? query["reader"].slice(0, 60) : ""} />;
  return found.standing === "live" ? <Door found={found} code={code} /> : <Closed standing={found.standing} />;
}

async function Door({ found: { kind, purpose, words }, code }: { found: Found; code: string }) {
  const t = await getTranslations("present.show");
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <DescriptionList facts={[{ label: t("purpose"), value: <strong><PurposeText purpose={purpose} words={words} /></strong> }]} />
      <p className="max-w-measure">{t(`kind.${kind}`)}</p>
      <LookForm code={code} />
    </Page>
  );
}

/** Who looks, where the account does not say it, and the button that uses the code up. */
async function LookForm({ code, reader = "" }: { code: string; reader?: string }) {
  const [t, account] = await Promise.all([getTranslations("present.show"), currentAccount()]);
  const known = account?.accountKind === "staff" || account?.actingFor?.kind === "organisation";
  return (
    <form action={look} noValidate>
      <ActingField />
      <input type="hidden" name="code" value={code} />
      <FieldStack>
        {!known && <TextField name="reader" label={t("reader")} hint={t("readerHint")} defaultValue={reader} maxLength={60} autoComplete="organization" />}
        <p className="max-w-measure">{t(known ? "loggedAs" : "logged")}</p>
        <div><SubmitButton>{t("look")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

async function Seen({ seen }: { seen: Certificates["readScan"] }) {
  const [t, locale] = await Promise.all([getTranslations("present.show.seen"), getLocale()]);
  return (
    <Page>
      <VerificationResult verification={seen.verification} about={t("about")} />
      <Notice tone="warning" title={t("only")}>{t("onlyText")}</Notice>
      <Section title={t("facts")} intro={t("while")}>
        <DescriptionList facts={[
          { label: t("at"), value: <time dateTime={seen.at}>{formatInstant(seen.at, locale)}</time> },
          { label: t("purpose"), value: <span className="block max-w-measure"><PurposeText purpose={seen.purpose} words={seen.words} /></span> },
        ]} />
      </Section>
    </Page>
  );
}

async function Closed({ standing }: { standing: Exclude<Certificates["lookAtCode"]["standing"], "live"> }) {
  const t = await getTranslations("present.show.closed");
  return (
    <Page width="form">
      <PageHeading title={t(`${standing}.title`)} lead={t(`${standing}.text`)} />
      <ButtonRow>
        <ButtonLink href="/show" look="primary">{t("again")}</ButtonLink>
        <ButtonLink href="/verify">{t("verify")}</ButtonLink>
      </ButtonRow>
    </Page>
  );
}

/** Refused for a while: what was typed stands ready for another try. */
async function TooMany({ code, reader }: { code: string; reader: string }) {
  const t = await getTranslations("present.show");
  return <Page width="form" notice={<Notice tone="warning" live title={t("tooMany")} />}><PageHeading title={t("title")} /><LookForm code={code} reader={reader} /></Page>;
}
