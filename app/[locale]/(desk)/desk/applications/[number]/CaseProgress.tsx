import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese } from "@/app/_shared/items/Localised";
import { Timeline, type TimelineEntry } from "@/app/_ui/Timeline";
import { Day } from "@/domain/core/calendar";

/** Everything that happened to the case, with names, the latest first. */
export function History({ events }: Pick<DeskCase, "events">) {
  const t = useTranslations("desk.history");
  const event = useTranslations("applications.event");
  const entries = events.toReversed().map(({ id, action, at, actorName, actorRole, onBehalfOf, reason, payload }): TimelineEntry => ({
    id, title: event(action),
    time: <>{actorRole === "system" ? t("system") : <Chinese>{actorName}</Chinese>} · {t(`roles.${actorRole}`)}{onBehalfOf && <> · <Chinese>{onBehalfOf}</Chinese></>} · <time dateTime={at} className="whitespace-nowrap">{formatStamp(at)}</time></>,
    detail: <>{reason && <Said>{reason}</Said>}<Facts payload={payload} /></>,
  }));
  return <Timeline label={t("title")} entries={entries} />;
}

function Said({ children }: { children: string }) {
  return <p className="whitespace-pre-line"><Chinese>{children}</Chinese></p>;
}

const dated = ["noticeDueOn", "dueOn", "promisedDueOn", "statutoryDueOn", "plannedEndOn", "deliveryDueOn"] as const;

type Item = { label: string; reason: string };
const isItem = (value: unknown): value is Item => typeof value === "object" && value !== null && "label" in value && "reason" in value;

/** The facts an act left in the history: the days it set, and what a correction listed. */
function Facts({ payload }: { payload: Record<string, unknown> }) {
  const t = useTranslations("desk.facts");
  const locale = useLocale();
  const days = dated.flatMap((key) => (Day.safeParse(payload[key]).success ? [{ key, day: String(payload[key]) }] : []));
  const items = Array.isArray(payload["items"]) ? payload["items"].filter(isItem) : [];
  return (
    <>
      {items.length > 0 && <ul className="list-disc pl-[1.4em]">{items.map(({ label, reason }) => <li key={label}><Chinese>{label}</Chinese>{t("colon")}<Chinese>{reason}</Chinese></li>)}</ul>}
      {days.map(({ key, day }) => <p key={key} className="text-hint text-muted">{t(key, { day: formatDay(day, locale) })}</p>)}
    </>
  );
}
