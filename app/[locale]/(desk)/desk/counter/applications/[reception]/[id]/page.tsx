import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { CorrectionItems } from "@/app/_shared/applications/CorrectionItems";
import { listsFor } from "@/app/_shared/forms/lists";
import { withRow } from "@/app/_shared/forms/raw";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { compileForm } from "@/domain/forms/rules/compile";
import { home } from "../../state";
import { adoptEdition } from "./actions";
import { IntakeForm } from "./IntakeForm";
import { wholeRaw, type CounterDraft } from "./live";

type Props = { params: Promise<{ reception: string; id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("counter.intake"))("title") };
}

/** The application of whoever stands at the counter: the whole form, the papers, the declaration. */
export default async function IntakePage({ params, searchParams }: Props) {
  const [{ reception, id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const draft = await answer((await api()).applications.counterDraft({ reception, id }), localePath(locale, `${home}/${reception}/${id}`));
  if (!draft.editable) redirect(localePath(locale, `${home}/receipt/${id}`));
  const [t, top] = await Promise.all([getTranslations("counter.intake"), getTranslations("counter.start")]);
  const form = compileForm(draft.definition);
  const stored = wholeRaw(form, draft.answers);
  const start = typeof query["add"] === "string" && form.findField(query["add"])?.type === "repeatingGroup" ? withRow(stored, query["add"]) : stored;
  return (
    <Page width="wide" before={<Breadcrumbs trail={[{ href: home, label: top("title") }, { href: `${home}/${reception}`, label: draft.presentName }]} current={draft.itemName} />} notice={<Told query={query} draft={draft} />}>
      <ClientMessages areas={["common", "ui", "counter", "life", "apply", "applications", "forms", "enums", "errors", "onFile"]}>
        <IntakeForm key={draft.itemCode + String(draft.newer === null)} reception={reception} draft={draft} start={start} lists={await listsFor(start)} idempotencyKey={randomUUID()}>
          <PageHeading caption={<ItemName name={draft.itemName} nameEn={draft.itemNameEn} />} title={draft.actsFor ? t("for", { name: draft.presentName, principal: draft.actsFor }) : draft.presentName} lead={t("lead")} />
          {draft.awaitsPrincipal && <Notice title={t("awaits")}>{t("awaitsText", { principal: draft.actsFor ?? "" })}</Notice>}
          {draft.newer && <Newer reception={reception} id={id} />}
          {draft.correction && <CorrectionItems definition={draft.definition} items={draft.correction.items} />}
        </IntakeForm>
      </ClientMessages>
    </Page>
  );
}

async function Told({ query, draft }: { query: Awaited<Props["searchParams"]>; draft: CounterDraft }) {
  const [t, errors, locale] = await Promise.all([getTranslations("counter.intake"), getTranslations("errors"), getLocale()]);
  const refused = [query["refused"], query["file"]].find((one) => typeof one === "string");
  return (
    <>
      {typeof refused === "string" && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}
      {query["saved"] === "1" && <Notice tone="success" live>{t("saved")}</Notice>}
      {query["resumed"] === "1" && <Notice title={t("resumed")}>{t("resumedText", { at: formatInstant(draft.savedAt, locale) })}</Notice>}
    </>
  );
}

async function Newer({ reception, id }: { reception: string; id: string }) {
  const t = await getTranslations("counter.intake");
  return (
    <Notice tone="warning" title={t("newer")}>
      <form action={adoptEdition} className="flex flex-col gap-3">
        <ActingField />
        <input type="hidden" name="_reception" value={reception} />
        <input type="hidden" name="_draft" value={id} />
        <input type="hidden" name="idempotencyKey" value={randomUUID()} />
        <p>{t("newerText")}</p>
        <div><SubmitButton look="secondary">{t("adopt")}</SubmitButton></div>
      </form>
    </Notice>
  );
}
