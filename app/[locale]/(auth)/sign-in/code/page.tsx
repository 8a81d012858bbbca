import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { hereWith } from "@/app/_shared/identity/attempt";
import { awaitedCodeHere } from "@/server/auth/here/codes";
import { askCodeAgain, submitOneTimeCode } from "../actions";
import { CodeStep } from "./CodeStep";

type CodePageProps = { searchParams: Promise<{ next?: string; sent?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.typeCode"))("title"), robots: { index: false } };
}

export default async function CodePage({ searchParams }: CodePageProps) {
  const { next = "", sent } = await searchParams;
  const awaited = await awaitedCodeHere("signIn");
  if (!awaited) redirect(await hereWith("/sign-in?way=code", next));
  const t = await getTranslations("signIn.typeCode");
  const back = `/sign-in?${new URLSearchParams({ way: "code", ...(next ? { next } : {}) })}`;
  return <CodeStep awaited={awaited} next={next} sent={Boolean(sent)} back={back} title={t("title")} submit={t("submit")} action={submitOneTimeCode} again={askCodeAgain} />;
}
