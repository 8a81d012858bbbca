import { randomUUID } from "node:crypto";
import { useTranslations } from "next-intl";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Details } from "@/app/_ui/Cards";
import { Checkbox, CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { queueColumns, type QueueColumn } from "@/domain/applications/schema/queue";
import { chooseColumns, saveView } from "./actions";

/** What the page shows, for forms that keep it or act on it. `search` is its filters and order as an address. */
export type Shown = { search: string; columns: readonly QueueColumn[] };
type OwnView = { id: string; name: string; shared: boolean };

const Hidden = ({ fields }: { fields: Record<string, string> }) => <>{Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}</>;

/** Keeps the present filters under a name. */
export function SaveViewForm({ shown }: { shown: Shown }) {
  const t = useTranslations("queue.views");
  return (
    <Details summary={t("save")}>
      <form action={saveView} className="flex flex-col gap-4 py-2">
        <ActingField />
        <Hidden fields={{ search: shown.search, idempotencyKey: randomUUID() }} />
        {shown.columns.map((column) => <input key={column} type="hidden" name="column" value={column} />)}
        <TextField name="name" label={t("name")} hint={t("saveHint")} maxLength={40} width="medium" />
        <Checkbox name="shared" label={t("shared")} />
        <div><SubmitButton look="secondary">{t("saveButton")}</SubmitButton></div>
      </form>
    </Details>
  );
}

/** Which columns one sees; a view of one's own keeps its own. */
export function ColumnsForm({ shown, view, back }: { shown: Shown; view: OwnView | undefined; back: string }) {
  const t = useTranslations("queue.columns");
  const desk = useTranslations("desk.columns");
  const label = (column: QueueColumn) => (column === "step" || column === "received" || column === "division" || column === "channel" ? t(column) : desk(column));
  return (
    <Details summary={t("title")}>
      <form action={chooseColumns} className="flex flex-col gap-4 py-2">
        <ActingField />
        <Hidden fields={{ search: shown.search, back, ...(view ? { id: view.id, name: view.name, shared: view.shared ? "yes" : "" } : {}), idempotencyKey: randomUUID() }} />
        <CheckboxGroup inline name="column" legend={t("legend")} hint={t("hint")} defaultValue={shown.columns} choices={queueColumns.map((column) => ({ value: column, label: label(column) }))} />
        <div><SubmitButton look="secondary">{t("button")}</SubmitButton></div>
      </form>
    </Details>
  );
}

/** All that the filters find as a file; it is made while it is sent, however long it is. */
export function ExportForm({ search, mayShowAll, returnTo }: { search: string; mayShowAll: boolean; returnTo: string }) {
  const t = useTranslations("queue.export");
  return (
    <Details summary={t("title")}>
      <form action="/api/desk/export" method="post" className="flex flex-col gap-4 py-2">
        <ActingField />
        <Hidden fields={{ search, returnTo }} />
        <p className="max-w-measure text-muted">{t("intro")}</p>
        <RadioGroup inline name="format" legend={t("format")} defaultValue="xlsx" choices={[{ value: "xlsx", label: t("xlsx") }, { value: "csv", label: t("csv") }]} />
        {mayShowAll && <Checkbox name="full" label={t("full")} hint={t("fullHint")} />}
        {mayShowAll && <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} optional rows={2} limit={500} />}
        <div><SubmitButton look="secondary" icon="download">{t("button")}</SubmitButton></div>
      </form>
    </Details>
  );
}
