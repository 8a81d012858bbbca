import { useTranslations } from "next-intl";
import { queueHref } from "@/app/_shared/desk/queueAddress";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Details } from "@/app/_ui/Cards";
import { controlClass, fieldId } from "@/app/_ui/fields";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Light } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { endedStatuses, liveStatuses } from "@/domain/applications/schema";
import { lightColours, type QueueFilters as Filters } from "@/domain/applications/schema/queue";
import { stepKinds } from "@/domain/items/schema/process";
import { find } from "./actions";
import { ItemField } from "./ItemField";

export type Choices = { item: { id: string; label: string } | null; divisions: readonly { code: string; name: string }[]; colleagues: readonly { id: string; name: string }[] };
type Wrong = Partial<Record<string, string>>;
/** `wrong` is what was typed into a field and could not be understood. */
type Props = { filters: Filters; sort: string; view: string; choices: Choices; wrong: Wrong };

/** What narrows the queue. It is posted, so that an ID number stays out of the address, and answered with an address that can be kept. */
export function QueueFilters({ filters, sort, view, choices, wrong }: Props) {
  const t = useTranslations("queue.filters");
  const desk = useTranslations("desk.filters");
  const { query = "", applicant, ...others } = filters;
  const { status: _status, ...more } = others;
  return (
    <search aria-label={t("label")} data-print="no">
      <form action={find} className="flex flex-col gap-3">
        <ActingField />
        <input type="hidden" name="sort" value={sort} />
        <input type="hidden" name="view" value={view} />
        <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
          <Text name="query" label={desk("query")} hint={t("queryHint")} value={query} />
          <StatusChoice value={filters.status} />
          <SubmitButton look="secondary" icon="search">{desk("apply")}</SubmitButton>
          {(query || applicant) && <TextLink href={queueHref({ filters: others, view: (Object.keys(others).length > 0 && view) || "all" })} className="tap">{desk("clear")}</TextLink>}
        </div>
        <Details summary={t("more")} open={Object.keys({ ...more, ...wrong }).length > 0}><More filters={filters} choices={choices} wrong={wrong} /></Details>
      </form>
    </search>
  );
}

function More({ filters, choices, wrong }: Pick<Props, "filters" | "choices" | "wrong">) {
  const t = useTranslations("queue.filters");
  const kinds = useTranslations("queue.stepKinds");
  return (
    <div className="flex flex-col gap-4 py-2">
      <LightChoices chosen={filters.lights ?? []} />
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <ItemField label={t("item")} hint={t("itemHint")} value={wrong["item"] ?? choices.item?.label ?? ""} wrong={wrong["item"] !== undefined} />
        <Choice name="step" label={t("step")} any={t("anyStep")} value={filters.step} options={stepKinds.map((kind) => ({ value: kind, label: kinds(kind) }))} />
        <Choice name="assignee" label={t("assignee")} any={t("anyone")} value={filters.assignee} options={[...(["me", "claimable", "nobody"] as const).map((who) => ({ value: who, label: t(who) })), ...choices.colleagues.map(({ id, name }) => ({ value: id, label: name }))]} />
        {choices.divisions.length > 1 && <Choice name="division" label={t("division")} any={t("anyDivision")} value={filters.division} options={choices.divisions.map(({ code, name }) => ({ value: code, label: name }))} />}
      </div>
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        <Days name="received" from={filters.receivedFrom} to={filters.receivedTo} wrong={wrong} />
        <Days name="due" from={filters.dueFrom} to={filters.dueTo} wrong={wrong} />
      </div>
    </div>
  );
}

function StatusChoice({ value }: { value: string | undefined }) {
  const t = useTranslations("desk.filters");
  const status = useTranslations("applications.status");
  return <Choice name="status" label={t("status")} any={t("anyStatus")} value={value} options={[...liveStatuses, ...endedStatuses].map((one) => ({ value: one, label: status(one) }))} />;
}

/** Small boxes with shape, colour and word: the whole label is the target. */
function LightChoices({ chosen }: { chosen: readonly string[] }) {
  const t = useTranslations("queue.filters");
  const light = useTranslations("desk.light");
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{t("lights")}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {lightColours.map((colour) => (
          <label key={colour} className="tap gap-2">
            <input type="checkbox" name="light" value={colour} defaultChecked={chosen.includes(colour)} className="size-tick shrink-0" />
            <Light colour={colour}>{light(colour)}</Light>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Days({ name, from = "", to = "", wrong }: { name: "received" | "due"; from?: string | undefined; to?: string | undefined; wrong: Wrong }) {
  const t = useTranslations("queue.filters");
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{t(name)}</legend>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {([["From", t("from"), from], ["To", t("to"), to]] as const).map(([end, label, value]) => (
          <label key={end} className="flex items-center gap-2">
            {label}
            <input name={`${name}${end}`} type="text" inputMode="numeric" autoComplete="off" maxLength={20} defaultValue={value || wrong[`${name}${end}`]} aria-invalid={wrong[`${name}${end}`] ? true : undefined} aria-describedby={`hint-${name}`} className={`${controlClass} w-[8.5em]! tabular-nums`} />
          </label>
        ))}
        <span id={`hint-${name}`} className="text-hint text-muted">{t("dayHint")}</span>
      </div>
    </fieldset>
  );
}

function Text({ name, label, hint, value }: { name: string; label: string; hint: string; value: string }) {
  return (
    <div data-key="search" className="flex w-full max-w-[26rem] flex-col gap-1">
      <label htmlFor={fieldId(name)} className="font-semibold">{label}</label>
      <span id={`hint-${name}`} className="text-hint text-muted">{hint}</span>
      <input id={fieldId(name)} name={name} type="search" defaultValue={value} autoComplete="off" maxLength={60} aria-describedby={`hint-${name}`} className={controlClass} />
    </div>
  );
}

type ChoiceProps = { name: string; label: string; any: string; value: string | undefined; options: readonly { value: string; label: string }[] };

function Choice({ name, label, any, value = "", options }: ChoiceProps) {
  return (
    <div className="flex w-full max-w-[16rem] flex-col gap-1">
      <label htmlFor={fieldId(name)} className="font-semibold">{label}</label>
      <select id={fieldId(name)} name={name} defaultValue={value} className={controlClass}>
        <option value="">{any}</option>
        {value && !options.some((option) => option.value === value) && <option value={value}>{value}</option>}
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </div>
  );
}
