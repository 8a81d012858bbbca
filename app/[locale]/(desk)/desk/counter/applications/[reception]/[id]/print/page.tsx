import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { AnswerSections } from "@/app/_shared/forms/AnswerSections";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { formatApplicationNumber } from "@/domain/core/codes";
import { compileForm } from "@/domain/forms/rules/compile";
import { home } from "../../../state";

type Props = { params: Promise<{ reception: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("counter.paper"))("title") };
}

/** The filled form on paper, to be read and signed by hand. */
export default async function PaperPage({ params }: Props) {
  const [{ reception, id }, locale] = await Promise.all([params, getLocale()]);
  const path = `${home}/${reception}/${id}`;
  const draft = await answer((await api()).applications.counterDraft({ reception, id }), localePath(locale, `${path}/print`));
  const [t, onFile] = await Promise.all([getTranslations("counter.paper"), getTranslations("onFile")]);
  const { sections } = compileForm(draft.definition).visible(draft.answers, draft.context);
  const signer = draft.actsFor ? t("for", { name: draft.presentName, principal: draft.actsFor }) : draft.presentName;
  return (
    <Page before={<div data-print="no"><BackLink href={path} /></div>}>
      <PageHeading caption={t("title")} title={<ItemName name={draft.itemName} nameEn={draft.itemNameEn} />} actions={<ClientMessages areas={["ui"]}><PrintButton /></ClientMessages>} />
      <DescriptionList facts={[
        { label: t("number"), value: formatApplicationNumber(draft.number) },
        { label: t("applicant"), value: draft.applicantName },
        ...(draft.actsFor ? [{ label: t("present"), value: signer }] : []),
        { label: t("department"), value: <Chinese>{draft.departmentName}</Chinese> },
      ]} />
      <AnswerSections sections={sections} answers={draft.answers} divisions={await divisionNamesFor(draft.definition, draft.answers)} />
      {draft.onFile.length > 0 && (
        <Section title={onFile("counter.paperTitle")}>
          <ul className="list-disc pl-[1.2em]">{draft.onFile.map(({ id: attachment, name, identifier, issuer }) => <li key={attachment}><Chinese>{name}</Chinese>（<Chinese>{issuer}</Chinese>，<span className="break-all">{identifier}</span>）</li>)}</ul>
          <p className="max-w-measure">{onFile.rich("counter.paperConsent", { department: draft.departmentName, zh: (text) => <Chinese>{text}</Chinese> })}</p>
        </Section>
      )}
      <Section title={t("declaration")}>
        <p className="max-w-measure">{t("truth")}</p>
        <div className="grid gap-10 pt-10 sm:grid-cols-2">
          <p className="border-t border-ink pt-2">{t("signature", { name: signer })}</p>
          <p className="border-t border-ink pt-2">{t("date")}</p>
        </div>
      </Section>
    </Page>
  );
}
