import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { here } from "@/app/_shared/identity/attempt";
import { awaitedCodeHere } from "@/server/auth/here/codes";
import { CodeStep } from "../../code/CodeStep";
import { askRecoveryCodeAgain, submitRecoveryCode } from "../actions";

type CodePageProps = { searchParams: Promise<{ sent?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.recover"))("codeTitle"), robots: { index: false } };
}

export default async function RecoveryCodePage({ searchParams }: CodePageProps) {
  const { sent } = await searchParams;
  const awaited = await awaitedCodeHere("recover");
  if (!awaited) redirect(await here("/sign-in/recover"));
  const t = await getTranslations("signIn.recover");
  return <CodeStep awaited={awaited} next="" sent={Boolean(sent)} back="/sign-in/recover" title={t("codeTitle")} submit={t("codeSubmit")} action={submitRecoveryCode} again={askRecoveryCodeAgain} />;
}
