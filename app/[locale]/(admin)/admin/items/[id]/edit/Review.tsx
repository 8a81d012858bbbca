import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { useLimitText } from "@/app/_shared/items/useLimitText";
import type { Answers } from "@/app/_trpc/types";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import type { FieldChange } from "@/domain/items/rules/changes";
import type { RevisionContent } from "@/domain/items/schema";

type Editable = Answers["items"]["getForEdit"];
type Draft = NonNullable<Editable["draft"]>;

/** What a publisher reads before publishing: who edited, what is still wrong, what changes. */
type ReviewProps = { draft: Draft; current: Editable["current"]; edits: Editable["edits"]; touched: Answers["applications"]["countTouched"] | null };

export function Review({ draft, current, edits, touched }: ReviewProps) {
  const t = useTranslations("admin.edit");
  return (
    <>
      <Section title={t("editors")}>
        <ul>{edits.map(({ accountId, name, at }) => <li key={accountId}>{t("editorLine", { name: name || t("unknownEditor"), time: formatStamp(at) })}</li>)}</ul>
      </Section>
      {touched && <Section title={t("touched")}><p>{t("touchedText", { drafts: upTo(touched.drafts, touched.most), running: upTo(touched.running, touched.most) })}</p></Section>}
      <Section title={t("problems")}>{draft.problems.length === 0 ? <p>{t("noProblems")}</p> : <Problems problems={draft.problems} />}</Section>
      <Section title={t("changes")}>{draft.changes.length === 0 ? <p>{t("noChanges")}</p> : <Changes changes={draft.changes} before={current?.content} after={draft.content} />}</Section>
    </>
  );
}

const upTo = (count: number, most: number) => (count >= most ? `${most}+` : String(count));

function Problems({ problems }: { problems: Draft["problems"] }) {
  const t = useTranslations("admin");
  const errors = useTranslations("errors");
  return (
    <ul className="flex flex-col gap-2">
      {problems.map((problem, index) => {
        const [field = "", place] = problem.field.split(".");
        const label = fieldLabel(t, field);
        return (
          <li key={index} className="flex flex-wrap items-baseline gap-x-2">
            <Tag tone={problem.severity === "error" ? "danger" : "warning"}>{t(`edit.${problem.severity}`)}</Tag>
            <span>{t("edit.problemAt", { field: place && /^\d+$/.test(place) ? `${label} ${Number(place) + 1}` : label, message: refusalText(errors, problem) })}</span>
          </li>
        );
      })}
    </ul>
  );
}

const longest = 240;
const shown = (line: string) => (line.length > longest ? `${line.slice(0, longest)}…` : line);

type ChangesProps = { changes: readonly FieldChange[]; before: RevisionContent | undefined; after: RevisionContent };

function Changes({ changes, before, after }: ChangesProps) {
  const t = useTranslations("admin");
  const limitText = useLimitText();
  const inWords = (change: FieldChange): FieldChange => {
    const { field } = change;
    return field === "promisedLimit" || field === "statutoryLimit" ? { field, removed: before ? [limitText(before[field])] : [], added: [limitText(after[field])] } : change;
  };
  return (
    <dl className="flex flex-col gap-4">
      {changes.map(inWords).map(({ field, removed, added }) => (
        <div key={field} className="flex flex-col gap-1">
          <dt className="font-semibold">{t(`fields.${field}`)}</dt>
          {removed.map((line, index) => <dd key={`-${index}`} className="border-l-4 border-danger bg-danger-soft px-3 py-1"><span className="sr-only">{t("edit.removed")} </span><del>{shown(line)}</del></dd>)}
          {added.map((line, index) => <dd key={`+${index}`} className="border-l-4 border-success bg-success-soft px-3 py-1"><span className="sr-only">{t("edit.added")} </span><ins className="no-underline">{shown(line)}</ins></dd>)}
        </div>
      ))}
    </dl>
  );
}

/** The name of a field of the content; an unknown one stands for itself. */
function fieldLabel(t: ReturnType<typeof useTranslations<"admin">>, field: string): string {
  const key = `fields.${field}` as "fields.name";
  return t.has(key) ? t(key) : field;
}
