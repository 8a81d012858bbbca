import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { itemName } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { Outcome } from "./Outcome";
import { formOfQuery, readScenario, type Query } from "./scenario";
import { ScenarioForm, WrongInputs } from "./ScenarioForm";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("process.simulate"))("title") };
}

/** A case that does not exist, followed day by day: what is asked stands in the address, so that it can be kept and printed. */
export default async function SimulatePage({ params, searchParams }: Props) {
  const [{ id }, query, t, locale] = await Promise.all([params, searchParams, getTranslations("process.simulate"), getLocale()]);
  const back = `/admin/items/${id}/edit/process`;
  const { simulate } = (await api()).applications;
  const asked = await answer(simulate({ itemId: id }), `${back}/simulate`);
  const form = formOfQuery(query);
  const read = readScenario(form, asked.questions);
  const wrong = "wrong" in read ? read.wrong : [];
  const result = "scenario" in read ? (await simulate({ itemId: id, scenario: read.scenario })).result : undefined;
  return (
    <ClientMessages areas={["ui", "common", "process"]}>
      <Page width="standard" before={<BackLink href={back}>{t("back")}</BackLink>} notice={wrong.length > 0 ? <WrongInputs names={wrong} asked={asked} /> : result === null ? <Notice tone="warning" live title={t("ring")} /> : undefined}>
        <PageHeading caption={itemName(asked, locale)} title={t("title")} lead={t("lead")} actions={result && <PrintButton />} />
        <Terms words={["step", "workday", "specialProcedure"]} />
        <p className="text-muted">{asked.ofDraft ? t("ofDraft") : t("ofCurrent")}</p>
        <ScenarioForm asked={asked} typed={form} wrong={wrong} />
        {result && <Outcome result={result} asked={asked} stepTexts={await (await api()).notices.stepTexts()} />}
      </Page>
    </ClientMessages>
  );
}
