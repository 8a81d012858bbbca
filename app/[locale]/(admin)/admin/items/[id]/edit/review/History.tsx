import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { Section } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";

type Revisions = Answers["items"]["listRevisions"];

const tones = { draft: "warning", published: "success", superseded: "neutral" } as const;

/** Every edition with who made and who published it, each leading to what it changed. */
export function History({ revisions, path }: { revisions: Revisions; path: string }) {
  const t = useTranslations("revisions.history");
  const line = (name: string, at: string | null) => at && <span className="inline-block min-w-[10em]">{t("line", { name: name || t("import"), time: formatStamp(at) })}</span>;
  return (
    <Section title={t("title")}>
      <Table
        caption={t("title")}
        captionHidden
        dense
        rows={revisions}
        rowKey={({ number }) => String(number)}
        columns={[
          { key: "number", header: t("number"), rowHeader: true, cell: ({ number }) => number },
          { key: "status", header: t("status"), cell: ({ status }) => <Tag tone={tones[status]}>{t(`statuses.${status}`)}</Tag> },
          { key: "made", header: t("made"), cell: ({ createdByName, createdAt }) => line(createdByName, createdAt) },
          { key: "published", header: t("published"), cell: ({ publishedByName, publishedAt }) => line(publishedByName, publishedAt) },
          { key: "see", header: t("see"), cell: ({ number }) => number > 1 && <TextLink href={`${path}?from=${number - 1}&to=${number}#diff`} className="tap">{t("see")}<span className="sr-only"> {number}</span></TextLink> },
        ]}
      />
    </Section>
  );
}

/** Which two editions to lay beside one another. */
export function ChooseTwo({ revisions, action, from, to }: { revisions: Revisions; action: string; from: number | null; to: number }) {
  const t = useTranslations("revisions.diff");
  const options = revisions.map(({ number }) => ({ value: String(number), label: t("number", { number }) }));
  return (
    <form action={action} method="get" aria-label={t("choose")} className="flex flex-wrap items-end gap-4">
      <Select name="from" label={t("from")} empty={false} width="medium" defaultValue={String(from ?? "")} options={options} />
      <Select name="to" label={t("to")} empty={false} width="medium" defaultValue={String(to)} options={options} />
      <Button type="submit">{t("compare")}</Button>
    </form>
  );
}
