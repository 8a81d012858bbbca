import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDayShort } from "@/app/_i18n/format";
import { AnswerText, type DivisionNames } from "@/app/_shared/forms/AnswerText";
import { localText } from "@/app/_shared/forms/localised";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { cx } from "@/app/_ui/cx";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { compileForm } from "@/domain/forms/rules/compile";
import type { Field, LocalisedText } from "@/domain/forms/schema";
import type { CaseChanges } from "./materials";
import { Reveal } from "./Reveal";

type Props = { found: DeskCase; changes: CaseChanges; onlyChanged: boolean; divisions: DivisionNames; mayReveal: boolean; returned: Returned | undefined };
/** The field somebody wanted to read before they proved who they are, and the reason they gave. */
type Returned = { field: string; reason: string };

/** The sections that apply with their fields, as the definition orders them. */
export function visibleFields({ definition, visibleSections }: Pick<DeskCase, "definition" | "visibleSections">) {
  const form = compileForm(definition);
  return visibleSections.map(({ id, fields }) => ({
    id, title: definition.sections.find((section) => section.id === id)?.title ?? { zh: id },
    fields: fields.map((field) => form.findField(field)).filter((field) => field !== undefined).filter(({ type }) => type !== "note"),
  }));
}

/** The sections with the questions to show: all, or those whose answer the last correction changed. */
function chosen(found: DeskCase, { changes }: CaseChanges, onlyChanged: boolean) {
  const isShown = ({ id }: Field) => !onlyChanged || changes.some(({ fieldId }) => fieldId === id);
  return visibleFields(found).map((section) => ({ ...section, fields: section.fields.filter(isShown) })).filter(({ fields }) => fields.length > 0);
}

/**
 * What the applicant answered, page by page; what identifies a person is masked until somebody says why they need it, and
 * what the last correction changed stands with its earlier value. Papers lead to the viewer beside.
 */
export function CaseAnswers({ found, changes, onlyChanged, ...rest }: Props) {
  return (
    <div className="flex flex-col gap-6">
      {chosen(found, changes, onlyChanged).map(({ id, title, fields }) => (
        <Titled key={id} title={fields.length === 1 && fields[0]?.label.zh === title.zh ? undefined : title}>
          <dl className="border-t border-line">
            {fields.map((field) => <Row key={field.id} {...{ found, changes, field }} {...rest} />)}
          </dl>
        </Titled>
      ))}
      <Gone {...{ found, changes }} divisions={rest.divisions} />
    </div>
  );
}

type RowProps = Omit<Props, "onlyChanged"> & { field: Field };

function Row({ found, changes, field, divisions, mayReveal, returned }: RowProps) {
  const ui = useTranslations("ui");
  const locale = useLocale();
  const value = found.answers[field.id];
  return (
    <div className="grid gap-x-5 gap-y-1 border-b border-line py-2 sm:grid-cols-[minmax(0,11rem)_minmax(0,1fr)] xl:grid-cols-1 2xl:grid-cols-[minmax(0,11rem)_minmax(0,1fr)] elder:sm:grid-cols-1 elder:2xl:grid-cols-1">
      <dt className="text-muted"><Localised text={field.label} /></dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-5">
        <div className="min-w-0">{value === undefined ? <span className="text-muted">{ui("notFilled")}</span> : field.type === "file" ? <Papers found={found} field={field.id} /> : <AnswerText field={field} value={value} divisions={divisions} />}</div>
        <Source origin={found.origins[field.id]} />
        <Changed {...{ changes, field, divisions }} />
        <Asked found={found} field={field.id} />
        {mayReveal && value !== undefined && found.maskedFields.includes(field.id) && <Reveal id={found.id} number={found.number} field={field.id} label={localText(field.label, locale)} {...(field.id === returned?.field ? { returned: returned.reason } : {})} />}
      </dd>
    </div>
  );
}

/** The papers that answer a question, each shown in the viewer beside. */
function Papers({ found, field }: { found: DeskCase; field: string }) {
  const papers = found.files.filter(({ fieldId }) => fieldId === field);
  return (
    <ul className="flex flex-wrap gap-x-3">
      {found.onFile.filter(({ fieldId }) => fieldId === field).map(({ id, name }) => <li key={id}><a href={`/api/files/${id}?inline=1`} target="_blank" rel="noopener" className="tap">{name}</a></li>)}
      {papers.map(({ id, name }) => <li key={id}><TextLink href={`/desk/applications/${found.number}?file=${id}#materials`} scroll={false} data-file={id} className="tap">{name}</TextLink></li>)}
    </ul>
  );
}

/** The certificate or earlier application that an answer was taken from, or that it is the applicant's own beside what a certificate says. */
function Source({ origin }: { origin: DeskCase["origins"][string] | undefined }) {
  const t = useTranslations("materials.origin");
  const locale = useLocale();
  if (!origin) return null;
  const { kept, from, evidence: { name, on } } = origin;
  const words = { name, day: formatDayShort(on, locale), zh: (text: ReactNode) => <Chinese>{text}</Chinese> };
  return <span className={cx("basis-full text-hint", kept ? "text-muted" : "text-warning")}>{t.rich(from === "earlier" ? "earlier" : kept ? "certificate" : "changed", words)}</span>;
}

/** That the last correction changed this answer, and what it had been, masked as the answer is. */
function Changed({ changes, field, divisions }: Pick<Props, "changes" | "divisions"> & { field: Field }) {
  const t = useTranslations("deskCase.changes");
  const change = changes.changes.find(({ fieldId }) => fieldId === field.id);
  if (!change) return null;
  return (
    <div className="flex basis-full flex-wrap items-baseline gap-x-3">
      <Tag tone="info">{t("changed")}</Tag>
      {field.type !== "file" && change.known && (
        <div className="flex min-w-0 flex-wrap gap-x-2 text-muted">{t("before")} {change.before === null ? t("nothing") : <del className="decoration-1"><AnswerText field={field} value={change.before} divisions={divisions} /></del>}</div>
      )}
    </div>
  );
}

/** Questions that the correction made void, with what had been answered. */
function Gone({ found, changes, divisions }: Pick<Props, "found" | "changes" | "divisions">) {
  const t = useTranslations("deskCase.changes");
  const form = compileForm(found.definition);
  const shown = found.visibleSections.flatMap(({ fields }) => fields);
  const gone = changes.changes.filter(({ fieldId, known }) => known && !shown.includes(fieldId)).flatMap(({ fieldId, before }) => {
    const field = form.findField(fieldId);
    return field && before !== null && field.type !== "file" ? [{ field, before }] : [];
  });
  if (gone.length === 0) return null;
  return (
    <Section level={3} title={t("gone")}>
      <dl className="border-t border-line">
        {gone.map(({ field, before }) => <div key={field.id} className="border-b border-line py-2"><dt className="text-muted"><Localised text={field.label} /></dt><dd><del className="decoration-1"><AnswerText field={field} value={before} divisions={divisions} /></del></dd></div>)}
      </dl>
    </Section>
  );
}

// A page of one question is that question: saying it twice helps nobody.
function Titled({ title, children }: { title: LocalisedText | undefined; children: ReactNode }) {
  return title ? <Section level={3} title={<Localised text={title} />}>{children}</Section> : children;
}

/** What a correction asks about this question, while it is open. */
function Asked({ found, field }: { found: DeskCase; field: string }) {
  const t = useTranslations("desk.answers");
  const item = found.correction?.items.find(({ fieldId }) => fieldId.split(".")[0] === field);
  return item ? <span className="mt-1 block basis-full border-l-4 border-warning-line pl-3 text-warning">{t("corrected", { reason: item.reason })}</span> : null;
}
