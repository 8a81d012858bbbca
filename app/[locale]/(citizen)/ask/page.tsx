import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { currentAccount } from "@/app/_shared/session";
import { Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber, parseApplicationNumber } from "@/domain/core/codes";
import { EnquiryAbout, EnquiryKind } from "@/domain/enquiries/schema";
import { AskForm } from "./AskForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enquiries.ask"))("title") };
}

/** The page somebody came from, without its query. */
async function cameFrom(): Promise<string | undefined> {
  const [referer, host] = [(await headers()).get("referer"), (await headers()).get("host")];
  const from = referer && URL.canParse(referer) ? new URL(referer) : undefined;
  return from && from.host === host && !/\/ask(\/|$)/.test(from.pathname) ? EnquiryAbout.safeParse(from.pathname).data : undefined;
}

/** A question, a problem or a complaint, from anybody, about the page they came from. */
export default async function AskPage({ searchParams }: Props) {
  const [query, t, account] = [await searchParams, await getTranslations("enquiries.ask"), await currentAccount()];
  const about = EnquiryAbout.safeParse(query["about"]).data ?? (await cameFrom());
  const number = typeof query["case"] === "string" ? parseApplicationNumber(query["case"]) : undefined;
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <p>{t.rich("answerLink", { link: (text) => <TextLink href={account?.accountKind === "citizen" ? "/me/enquiries" : "/ask/answer"} className="tap">{text}</TextLink> })}</p>
      <ClientMessages areas={["errors", "enquiries", "ui"]}>
        <AskForm idempotencyKey={randomUUID()} about={about} kind={EnquiryKind.safeParse(query["kind"]).data} words={number && t("case", { number: formatApplicationNumber(number) })} signedIn={account?.accountKind === "citizen"} />
      </ClientMessages>
    </Page>
  );
}
