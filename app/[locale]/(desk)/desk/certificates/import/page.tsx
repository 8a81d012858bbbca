import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FileField } from "@/app/_ui/FileField";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { SearchSelect } from "@/app/_ui/SearchSelect";
import { Select } from "@/app/_ui/Select";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { mostImportRows } from "@/domain/certificates/schema/import";
import { statusTones } from "./tones";

const path = "/desk/certificates/import";
const Query = z.object({
  cursor: z.string().max(200).optional().catch(undefined), refused: z.string().max(80).optional().catch(undefined),
  typeId: z.string().max(80).optional().catch(undefined), place: z.string().max(80).optional().catch(undefined),
});
type Choices = Answers["certificates"]["listImportChoices"];
type Chosen = { typeId: string | undefined; place: string | undefined };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateImport"))("title") };
}

/** Certificates issued before: the template of a type, the file that was filled in, and the department's imports. */
export default async function ImportsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [{ cursor, refused, typeId, place }, t, errors, { certificates: calls }] = [Query.parse(await searchParams), await getTranslations("certificateImport"), await getTranslations("errors"), await api()];
  const choices = await answer(calls.listImportChoices(), path);
  const { rows, nextCursor } = await answer(calls.listImports(cursor ? { cursor } : {}), path);
  return (
    <Page width="wide" notice={refused && <FocusOnArrival><Notice tone="error" live title={t("upload.failed")}>{refusalText(errors, { code: refused, params: { megabytes: 20 } })}</Notice></FocusOnArrival>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {choices.places.length > 0 && (
        <div className="grid gap-10 lg:grid-cols-2">
          <TemplateForm choices={choices} typeId={typeId} />
          <UploadForm choices={choices} chosen={{ typeId, place }} />
        </div>
      )}
      <Imports rows={rows} />
      <Pagination nextHref={nextCursor && `${path}?${new URLSearchParams({ cursor: nextCursor })}`} />
    </Page>
  );
}

const typeOptions = ({ types }: Choices) => types.map(({ id, name }) => ({ value: id, label: name }));

async function TemplateForm({ choices, typeId }: { choices: Choices; typeId: string | undefined }) {
  const t = await getTranslations("certificateImport");
  return (
    <Section title={t("template.title")} intro={t("template.intro")}>
      <form action="/api/certificates/import" method="get">
        <FieldStack>
          <SearchSelect name="type" label={t("type")} search={t("typeSearch")} options={typeOptions(choices)} required {...(typeId ? { defaultValue: typeId } : {})} />
          <div><Button type="submit" icon="download">{t("template.submit")}</Button></div>
        </FieldStack>
      </form>
    </Section>
  );
}

async function UploadForm({ choices, chosen: { typeId, place } }: { choices: Choices; chosen: Chosen }) {
  const [t, locale] = [await getTranslations("certificateImport"), await getLocale()];
  const places = choices.places.map(({ departmentId, divisionCode, name }) => ({ value: `${departmentId}.${divisionCode}`, label: `${name}（${divisionCode}）` }));
  return (
    <Section title={t("upload.title")} intro={t("upload.intro", { most: mostImportRows })}>
      <form action="/api/certificates/import" method="post" encType="multipart/form-data" noValidate>
        <ActingField />
        <input type="hidden" name="returnTo" value={localePath(locale, path)} />
        <FieldStack>
          <SearchSelect name="typeId" label={t("type")} search={t("typeSearch")} options={typeOptions(choices)} required {...(typeId ? { defaultValue: typeId } : {})} />
          {places.length === 1 ? <input type="hidden" name="place" value={places[0]?.value} /> : <Select name="place" label={t("place")} options={places} required {...(place ? { defaultValue: place } : {})} />}
          <FileField name="file" label={t("upload.file")} hint={t("upload.hint")} accept=".xlsx,.csv" />
          <div><Button type="submit" look="primary" icon="upload">{t("upload.submit")}</Button></div>
        </FieldStack>
      </form>
    </Section>
  );
}

async function Imports({ rows }: { rows: Answers["certificates"]["listImports"]["rows"] }) {
  const t = await getTranslations("certificateImport");
  return (
    <Section title={t("list.title")}>
      <Table
        caption={t("list.title")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("list.empty")}>{t("list.emptyHint")}</EmptyState>}
        columns={[
          { key: "file", header: t("list.file"), rowHeader: true, cell: ({ id, title }) => <TextLink href={`${path}/${id}`} className="inline-flex min-h-tap items-center break-all"><Chinese>{title}</Chinese></TextLink> },
          { key: "type", header: t("type"), cell: ({ typeName }) => <Chinese>{typeName}</Chinese> },
          { key: "status", header: t("list.status"), cell: ({ status }) => <Tag tone={statusTones[status].tag}>{t(`statuses.${status}`)}</Tag> },
          { key: "rows", header: t("list.rows"), align: "end", cell: ({ total }) => total },
          { key: "by", header: t("list.by"), cell: ({ by }) => (by ? <Chinese>{by}</Chinese> : t("machine")) },
          { key: "at", header: t("list.at"), cell: ({ createdAt }) => formatStamp(createdAt) },
        ]}
      />
    </Section>
  );
}
