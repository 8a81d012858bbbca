import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { TextLink } from "@/app/_ui/TextLink";
import { NoteForm } from "./NoteForm";

type NoteList = Answers["applications"]["notes"];
type Props = { found: DeskCase; notes: NoteList; paged: boolean; draft: string | undefined };

/** What colleagues told each other about the case; the applicant never reads it. */
export function Notes({ found, notes: { rows, nextCursor, departmentName }, paged, draft }: Props) {
  const t = useTranslations("deskCase.notes");
  const here = `/desk/applications/${found.number}`;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{departmentName ? <>{t("for", { department: departmentName })}</> : t("nobody")}</p>
      {departmentName && <NoteForm id={found.id} number={found.number} version={found.version} draft={draft} />}
      {rows.length > 0 && (
        <ol aria-label={t("title")} className="flex flex-col border-t border-line">
          {rows.map((note) => (
            <li key={note.id} className="flex flex-col gap-1 border-b border-line py-2">
              <p className="text-hint text-muted"><Chinese>{note.authorName}</Chinese> · <Chinese>{note.departmentName}</Chinese> · <time dateTime={note.createdAt} className="whitespace-nowrap">{formatStamp(note.createdAt)}</time>{note.editedAt && <> · {t("edited", { at: formatStamp(note.editedAt) })}</>}</p>
              <p className="whitespace-pre-line"><Chinese>{note.body}</Chinese></p>
              {note.editable && <details data-print="no"><summary className="tap text-accent underline underline-offset-[0.22em]">{t("edit")}</summary><NoteForm id={found.id} number={found.number} version={found.version} note={{ id: note.id, body: note.body }} /></details>}
            </li>
          ))}
        </ol>
      )}
      <p data-print="no" className="flex flex-wrap gap-x-4 empty:hidden">
        {paged && <TextLink href={`${here}#notes`} scroll={false} className="tap">{t("newest")}</TextLink>}
        {nextCursor && <TextLink href={`${here}?notes=${encodeURIComponent(nextCursor)}#notes`} scroll={false} className="tap">{t("older")}</TextLink>}
      </p>
    </div>
  );
}
