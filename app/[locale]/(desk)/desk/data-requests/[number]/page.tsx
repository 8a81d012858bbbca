import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { requestTitle } from "@/app/_shared/records/requestTitle";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { actsByItself } from "@/domain/records/rules/requests";
import { AnswerForm } from "./AnswerForm";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getTranslations("data.desk"))("title")} ${decodeURIComponent((await params).number)}` };
}

/** One request: what is asked, what the account holds now, and the answer. */
export default async function DataRequestPage({ params, searchParams }: Props) {
  const number = decodeURIComponent((await params).number);
  const [locale, t, data] = await Promise.all([getLocale(), getTranslations("data.desk"), getTranslations("data")]);
  const request = await answer((await api()).records.getRequest({ number }), localePath(locale, `/desk/data-requests/${encodeURIComponent(number)}`));
  const { kind, subject, state, wish, ground } = request;
  const kept = await restored((await searchParams)["kept"], `/desk/data-requests/${number}`);
  const none = <span className="text-muted">{t("nothing")}</span>;
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/desk/data-requests", label: t("title") }]} current={number} />} notice={kept && <RestoredNotice />}>
      <PageHeading caption={number} title={requestTitle(data, request)} />
      <DescriptionList facts={[
        { label: t("person"), value: request.name },
        { label: t("citizenId"), value: request.citizenIdMasked ?? none },
        ...(subject === "phone" || subject === "address" ? [{ label: t("held"), value: request.held ?? none }] : []),
        ...(wish.value ? [{ label: t("value"), value: <span className="whitespace-pre-line">{wish.value}</span> }] : []),
        { label: t("why"), value: <span className="whitespace-pre-line">{wish.why}</span> },
        { label: t("columns.filed"), value: formatDay(dayOfInstant(request.filedAt), locale) },
        { label: t("columns.due"), value: formatDay(request.dueOn, locale) },
        ...(state === "open" ? [] : [
          { label: t("columns.state"), value: data(`requests.states.${state}`) },
          ...(ground ? [{ label: t("ground"), value: data(`grounds.${ground}`) }] : []),
          { label: t("reason"), value: <span className="whitespace-pre-line">{request.answer}</span> },
        ]),
      ]} />
      {state === "open" && (
        <Section title={t("answerTitle")}>
          <Notice>{t(`effect.${actsByItself(subject) ? kind : "other"}`)}</Notice>
          <ClientMessages areas={["errors", "data", "ui"]}><AnswerForm id={request.id} number={number} idempotencyKey={crypto.randomUUID()} start={kept ? { decision: textOfKept(kept, "decision"), ground: textOfKept(kept, "ground"), reason: textOfKept(kept, "reason") } : {}} /></ClientMessages>
        </Section>
      )}
    </Page>
  );
}
