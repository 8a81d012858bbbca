import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { draftOf, readDraft } from "@/app/_shared/certificates/layout/draft";
import { Previews } from "@/app/_shared/certificates/layout/Previews";
import { Problems } from "@/app/_shared/certificates/layout/Problems";
import { begunBy } from "@/app/_shared/identity/begun";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { formOf, textOfKept } from "@/domain/identity/rules/kept-forms";
import { starterLayout } from "@/domain/items/rules/layout";
import { TypeTabs } from "../TypeTabs";
import { FaceForm } from "./FaceForm";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const pathOf = (id: string) => `/admin/certificate-types/${id}/face`;
const typeOf = cache(async (id: string) => answer((await api()).certificates.getType({ id }), pathOf(id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await typeOf((await params).id);
  return { title: (await getTranslations("certificateTypes.face"))("pageTitle", { name }) };
}

/** How certificates of a type look. */
export default async function FacePage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const [t, list, problems, type, kept] = await Promise.all([getTranslations("certificateTypes.face"), getTranslations("certificateTypes.list"), getTranslations("certificateTypes.problems"), typeOf(id), restored(query["kept"], pathOf(id))]);
  const { draft, current } = type;
  const content = (draft ?? current)?.content;
  const editable = draft && type.actions.includes("saveEdition");
  const start = kept ? readDraft(formOf(kept)) : draftOf(content?.layout ?? starterLayout(undefined, content?.fields));
  return (
    <ClientMessages areas={["ui", "errors", "certificateTypes"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/certificate-types", label: list("title") }]} current={type.code} />}
        notice={<>{kept && editable && <RestoredNotice />}{query["done"] === "saved" && <Notice tone="success" live>{t("saved")}</Notice>}</>}
      >
        <PageHeading caption={<Chinese>{content?.name ?? type.name}</Chinese>} title={t("title")} lead={t("lead")} />
        <Terms words={["face", "layout"]} />
        <TypeTabs id={id} current="face" />
        {draft && <Section title={problems("title")}><Problems problems={draft.problems.filter(({ field }) => field.startsWith("layout"))} /></Section>}
        {!editable && <Notice>{t("readOnly")}</Notice>}
        <Previews href={`/api/certificate-previews/types/${id}`} />
        {editable && content && <FaceForm key={begunBy(query["at"], kept)} id={id} version={draft.version} start={start} own={kept ? textOfKept(kept, "source") === "own" : content.layout !== undefined} title={content.name} fields={content.fields} />}
      </Page>
    </ClientMessages>
  );
}
