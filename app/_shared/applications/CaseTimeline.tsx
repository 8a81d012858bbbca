import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { Timeline, type TimelineEntry } from "@/app/_ui/Timeline";
import { innerActions } from "@/domain/applications/rules";
import type { ApplicationAction, ApplicationStatus } from "@/domain/applications/schema";
import { liveStatuses } from "@/domain/applications/schema";
import { Chinese } from "../items/Localised";

type Event = { action: ApplicationAction; at: string; toStatus: ApplicationStatus; reason?: string | null; delegate?: { name: string; principal: string } | null; payload?: Record<string, unknown> };

/** What has happened to a case, and, while it runs, what it waits for now. */
export function CaseTimeline({ events, status, now }: { events: readonly Event[]; status: ApplicationStatus; now: React.ReactNode }) {
  const t = useTranslations("applications.event");
  const locale = useLocale();
  const past = events.filter(({ action }) => !innerActions.has(action)).map(({ action, at, reason, delegate, payload }, index): TimelineEntry => ({
    id: String(index),
    title: delegate ? t("byDelegate", { act: t(action), ...delegate }) : payload?.["preparedByDelegate"] === true ? t("confirmed", { act: t(action) }) : payload?.["channel"] === "counter" ? t("atCounter", { act: t(action) }) : t(action),
    time: <time dateTime={at}>{keepWeekday(formatInstant(at, locale))}</time>,
    ...(reason ? { detail: <Chinese>{reason}</Chinese> } : {}),
  }));
  const isLive = liveStatuses.some((live) => live === status);
  const entries = isLive ? [...past, { id: "now", title: now, state: "current" as const }] : past;
  return <Timeline label={t("label")} entries={entries} />;
}
