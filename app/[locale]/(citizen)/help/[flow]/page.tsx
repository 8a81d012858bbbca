import type { Metadata } from "next";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { isHelpFlow, pictureAddress, pictureSize, type HelpFlow } from "@/app/_shared/help/flows";
import { currentView } from "@/app/_shared/preferences/current";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";

type Props = { params: Promise<{ flow: string }> };

const beginnings = { apply: "/items", family: "/me/delegations", present: "/me/certificates", correction: "/me/applications" } as const satisfies Record<HelpFlow, string>;

async function flowOf({ params }: Props): Promise<HelpFlow> {
  const { flow } = await params;
  return isHelpFlow(flow) ? flow : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [flow, t] = [await flowOf(props), await getTranslations("helpSteps.flows")];
  return { title: t(`${flow}.title`), description: t(`${flow}.lead`) };
}

/** One thing to do, step by step, each with a picture of the very page as this reader sees it. */
export default async function HelpFlowPage(props: Props) {
  const [flow, t, language, { mode }] = [await flowOf(props), await getTranslations("helpSteps"), await getLocale(), await currentView()];
  const steps: [string, Words][] = Object.entries((await getMessages()).helpSteps.flows[flow].steps);
  return (
    <Page before={<BackLink href="/help">{t("back")}</BackLink>}>
      <PageHeading title={t(`flows.${flow}.title`)} lead={t(`flows.${flow}.lead`)} actions={<PrintButton />} />
      <ol className="grid gap-x-10 gap-y-12 sm:grid-cols-2 lg:grid-cols-3 elder:sm:grid-cols-1 elder:lg:grid-cols-2 print:grid-cols-3 print:gap-4">
        {steps.map(([step, words]) => <li key={step} className="flex min-w-0 flex-col gap-3 print:break-inside-avoid"><Step step={step} words={words} address={pictureAddress(flow, step, { language, mode })} /></li>)}
      </ol>
      <p className="max-w-measure text-muted">{t("pictures")}</p>
      <ButtonRow><ButtonLink look="primary" href={beginnings[flow]}>{t("start")}</ButtonLink></ButtonRow>
    </Page>
  );
}

type Words = { title: string; text: string; alt: string };

function Step({ step, words: { title, text, alt }, address }: { step: string; words: Words; address: string }) {
  return (
    <>
      <h2 className="flex gap-3 text-h3 font-bold">
        <span className="grid size-[1.9em] shrink-0 place-items-center rounded-round border-2 border-accent text-accent tabular-nums">{step}</span>
        <span className="pt-[0.2em]">{title}</span>
      </h2>
      <p className="max-w-measure">{text}</p>
      {/* oxlint-disable-next-line nextjs/no-img-element -- small already, and made for one size */}
      <img src={address} alt={alt} {...pictureSize} loading="lazy" className="mt-auto h-auto w-full max-w-[22.5rem] rounded-card border-2 border-line" />
    </>
  );
}
