import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden, notFound } from "next/navigation";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { PersonForm, ReasonForm } from "../../ProposalForm";
import { textsOf } from "../../restoredTexts";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const Act = z.union([
  z.object({ act: z.enum(["closeAccount", "reopenAccount", "renewAccess", "recordPerson"]), post: z.undefined() }),
  z.object({ act: z.literal("endPost"), post: z.uuid() }),
]);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff"))("form.submit") };
}

/** One act about an account or a post, with its reason. */
export default async function ProposePage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const [t, caller] = await Promise.all([getTranslations("staff"), api()]);
  const person = await answer(caller.identity.getStaff({ accountId: id }), `/admin/staff/${id}`);
  const wanted = Act.safeParse({ act: query["act"], post: query["post"] });
  if (!wanted.success) notFound();
  const { act, post: postId } = wanted.data;
  if (!person.may.includes(act)) forbidden();
  const post = person.posts.find((one) => one.id === postId);
  if (act === "endPost" && !post) notFound();
  const page = `/admin/staff/${id}/propose?act=${act}${postId ? `&post=${postId}` : ""}`;
  const kept = await restored(query["kept"], page);
  const given = { restored: textsOf(kept), hidden: { kind: act, page, idempotencyKey: crypto.randomUUID(), ...(postId ? { postId } : { accountId: id }) } };
  return (
    <Page width="form" before={<BackLink href={`/admin/staff/${id}`}>{t("change.back")}</BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading title={t(`form.title.${act}`, { name: person.name })} lead={t(`form.lead.${act}`)} />
      {post && <DescriptionList facts={[{ label: t("change.post"), value: t(`roles.${post.role}`) }, { label: t("change.place"), value: t("person.place", { department: post.departmentName, division: post.divisionName }) }]} />}
      <ClientMessages areas={["errors", "staff", "ui"]}>
        {act === "recordPerson" ? <PersonForm {...given} /> : <ReasonForm danger={act === "closeAccount" || act === "endPost"} {...given} />}
      </ClientMessages>
    </Page>
  );
}
