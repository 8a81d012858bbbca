import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { create } from "../actions";
import { RuleForm } from "../RuleForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
const path = "/desk/routing/new";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assignment.routing"))("new") };
}

export default async function NewRulePage({ searchParams }: Props) {
  const [params, t, caller] = [await searchParams, await getTranslations("assignment.routing"), await api()];
  const { departments, department } = await answer(caller.applications.routing({}), path);
  const kept = await restored(params["kept"], path);
  const asked = z.uuid().safeParse(params["departmentId"] ?? kept?.["departmentId"]);
  const departmentId = asked.success ? asked.data : department.id;
  if (!departments.some(({ id }) => id === departmentId)) notFound();
  const choices = await answer(caller.applications.routingChoices({ departmentId }), path);
  return (
    <Page width="form" before={<BackLink href={`/desk/routing?departmentId=${departmentId}`}>{t("title")}</BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading caption={departments.find(({ id }) => id === departmentId)?.name} title={t("new")} />
      <ClientMessages areas={["assignment", "errors", "expressions", "forms", "ui"]}>
        <RuleForm action={create} hidden={{ departmentId, idempotencyKey: randomUUID() }} choices={choices} start={kept ?? {}} />
      </ClientMessages>
    </Page>
  );
}
