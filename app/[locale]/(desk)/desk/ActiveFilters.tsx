import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import { filterNames, queueHref, without } from "@/app/_shared/desk/queueAddress";
import { Icon } from "@/app/_ui/Icon";
import { TextLink } from "@/app/_ui/TextLink";
import type { QueueFilters, QueueSort } from "@/domain/applications/schema/queue";
import { stepKinds } from "@/domain/items/schema/process";
import type { Choices } from "./QueueFilters";

type Props = { filters: QueueFilters; sort: QueueSort; view: string; choices: Choices };

/** What narrows the list just now, each with the link that takes it away. */
export function ActiveFilters({ filters, sort, view, choices }: Props) {
  const t = useTranslations("queue.active");
  const words = useWords(filters, choices);
  // Without its last filter a view would begin anew.
  const href = (rest: QueueFilters) => queueHref({ filters: rest, sort, view: (Object.keys(rest).length > 0 && view) || "all" });
  const active = filterNames.flatMap((name) => (words[name] ? [{ name, word: words[name] }] : []));
  if (active.length === 0) return null;
  return (
    <ul aria-label={t("label")} data-print="no" className="flex flex-wrap items-center gap-2">
      {active.map(({ name, word }) => (
        <li key={name}>
          <TextLink href={href(without(filters, name))} className="tap gap-2 rounded-round border border-control bg-surface px-4 text-ink no-underline hover:border-accent hover:bg-accent-soft hover:no-underline">
            <span className="sr-only">{t("remove")} </span>{word}<Icon name="close" className="size-[0.8em]" />
          </TextLink>
        </li>
      ))}
      {active.length > 1 && <li><TextLink href="/desk?view=all" className="tap">{t("clear")}</TextLink></li>}
    </ul>
  );
}

type Words = Partial<Record<(typeof filterNames)[number], string | undefined>>;

function useWords(filters: QueueFilters, { item: named, divisions, colleagues }: Choices): Words {
  const t = useTranslations("queue.active");
  const own = useTranslations("queue.filters");
  const lights = useTranslations("desk.light");
  const statuses = useTranslations("applications.status");
  const kinds = useTranslations("queue.stepKinds");
  const locale = useLocale();
  const { query, applicant, item, status, step, lights: colours, assignee, division } = filters;
  const kind = stepKinds.find((one) => one === step);
  const who = assignee === "me" || assignee === "claimable" || assignee === "nobody" ? own(assignee) : colleagues.find(({ id }) => id === assignee)?.name;
  const days = Object.fromEntries((["receivedFrom", "receivedTo", "dueFrom", "dueTo"] as const).flatMap((name) => {
    const day = filters[name];
    return day ? [[name, t(name, { day: formatDayShort(day, locale) })]] : [];
  }));
  return {
    ...days,
    query: query && t("query", { value: query }), applicant: applicant && t("applicant"),
    item: item && t("item", { value: named?.label ?? t("unknown") }),
    status: status && t("status", { value: statuses(status) }), step: step && t("step", { value: kind ? kinds(kind) : step }),
    light: colours && t("light", { value: colours.map((colour) => lights(colour)).join(t("separator")) }),
    assignee: assignee && t("assignee", { value: who ?? t("colleague") }),
    division: division && t("division", { value: divisions.find(({ code }) => code === division)?.name ?? division }),
  };
}
