import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { Localised } from "@/app/_shared/items/Localised";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { currentAccount, holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { textDuties } from "@/domain/notices/policy";
import { slotsOf } from "@/domain/notices/rules/texts";
import { StepText, TextKind, type TextContent } from "@/domain/notices/schema/texts";
import { FieldsForm, type FieldSpec } from "../../_parts/FieldsForm";
import { Decided, DoneNotice, Waiting } from "../../_parts/Proposals";
import { decide, propose } from "../actions";
import { stepFields } from "../stepFields";
import { textName } from "../textName";
import { TextPreview } from "./TextPreview";

type Props = { params: Promise<{ kind: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Text = Answers["notices"]["getText"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, kind] = [await getTranslations("templates"), TextKind.safeParse((await params).kind)];
  return { title: kind.success ? textName(t, kind.data) : t("title") };
}

export default async function TemplatePage({ params, searchParams }: Props) {
  const kind = TextKind.safeParse((await params).kind).data ?? notFound();
  const [{ done, kept: keptId }, t, caller] = [await searchParams, await getTranslations("templates"), await api()];
  const path = `/admin/templates/${kind}`;
  const text = await answer(caller.notices.getText({ kind }), path);
  const kept = await restored(keptId, path);
  const [mayDecide, mayWrite, viewer] = [await holds(textDuties.decide), await holds(textDuties.propose), (await currentAccount())?.id ?? ""];
  const own = text.waiting.find(({ proposedBy }) => proposedBy === viewer);
  const named: TextContent = (text.current ?? text.waiting.map(({ text: content }) => ({ content })).at(0) ?? text.decided.map(({ text: content }) => ({ content })).at(0))?.content ?? notFound();
  const called = StepText.safeParse(named).data;
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page before={<BackLink href="/admin/templates">{t("back")}</BackLink>} notice={kept ? <RestoredNotice /> : <DoneNotice done={done} />}>
        <PageHeading title={called ? <Localised text={{ zh: called.name, en: called.nameEn }} /> : textName(t, kind)} lead={t("lead")} />
        <Waiting rows={text.waiting} titleOf={() => t("caption")} {...{ viewer, mayDecide, mayWrite, path }} action={decide}>{({ id, preview }) => <TextPreview kind={kind} preview={preview} proposalId={id} />}</Waiting>
        {text.current && <Section title={t("inForce", { version: text.current.version })} intro={t("preview")}><TextPreview kind={kind} preview={text.current.preview} /></Section>}
        {mayWrite && <Section id="edit" title={t("edit")}><FieldsForm action={propose} hidden={{ kind }} submit={t("submit")} restored={kept} fields={await fieldsOf(own?.text ?? named)} /></Section>}
        <Slots kind={kind} />
        <Versions text={text} />
        <Decided rows={text.decided}>{() => t("caption")}</Decided>
      </Page>
    </ClientMessages>
  );
}

async function fieldsOf(content: TextContent): Promise<FieldSpec[]> {
  const t = await getTranslations("templates");
  const problem = t("problem");
  const ofStep = StepText.safeParse(content).data;
  if (ofStep) return stepFields(ofStep);
  if ("zh" in content) return (["zh", "en"] as const).map((name) => ({ type: "area", name, label: t(`fields.${name}`), rows: 4, value: content[name], problem }));
  return [
    { type: "text", name: "title", label: t("fields.title"), value: content.title, problem },
    { type: "text", name: "titleEn", label: t("fields.titleEn"), value: content.titleEn, problem },
    { type: "area", name: "paragraphs", label: t("fields.paragraphs"), hint: t("fields.paragraphsHint"), rows: 12, value: content.paragraphs.join("\n"), problem },
    { type: "area", name: "remedies", label: t("fields.remedies"), hint: t("fields.remediesHint"), rows: 5, optional: true, value: content.remedies.join("\n"), problem },
  ];
}

const known = [
  "number", "itemName", "you", "receivedOn", "issuedOn", "recipient", "issuer", "law", "promisedDueOn", "statutoryDueOn", "correctionDueOn", "note", "refusal", "reason", "procedure",
  "startOn", "endOn", "extension", "power", "deliveryBy", "reviewTerm", "litigationTerm", "reviewUrl", "level", "dueOn",
] as const;

async function Slots({ kind }: Pick<Text, "kind">) {
  const t = await getTranslations("templates");
  const { must, may } = slotsOf(kind);
  const rows = known.filter((slot) => must.includes(slot) || may.includes(slot));
  if (rows.length === 0) return null;
  return (
    <Section title={t("slotsTitle")} intro={t("slotsIntro", { example: "[… {reason}]" })}>
      <Table
        caption={t("slotsTitle")}
        captionHidden
        dense
        rows={rows}
        rowKey={(slot) => slot}
        columns={[
          { key: "name", header: t("slot.name"), rowHeader: true, cell: (slot) => <code>{`{${slot}}`}</code> },
          { key: "meaning", header: t("slot.meaning"), cell: (slot) => t(`slots.${slot}`) },
          { key: "must", header: t("slot.must"), cell: (slot) => must.includes(slot) && t("slot.yes") },
        ]}
      />
    </Section>
  );
}

async function Versions({ text: { versions } }: { text: Text }) {
  const t = await getTranslations("templates");
  return (
    <Section title={t("versions")}>
      <div className="flex flex-col gap-2">
        {versions.map(({ version, content, publishedAt, writer, publisher }) => (
          <Details key={version} summary={publishedAt ? t("versionBy", { version, time: formatStamp(publishedAt), writer: writer ?? "", publisher: publisher ?? "" }) : t("firstVersion")}>
            <div className="flex max-w-measure flex-col gap-2 py-2 whitespace-pre-line" lang="zh-CN">
              {"zh" in content ? <><p>{content.zh}</p><p lang="en">{content.en}</p></> : [content.title, ...content.paragraphs, ...content.remedies].map((line) => <p key={line} className="break-words">{line}</p>)}
            </div>
          </Details>
        ))}
      </div>
    </Section>
  );
}
