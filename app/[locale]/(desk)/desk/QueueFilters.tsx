import { useTranslations } from "next-intl";
import { controlClass, fieldId } from "@/app/_ui/fields";
import { Button } from "@/app/_ui/Button";
import { Tabs } from "@/app/_ui/Navigation";
import { TextLink } from "@/app/_ui/TextLink";
import { liveStatuses } from "@/domain/applications/schema";
import { queueHref, type QueueQuery } from "./query";

/** What narrows the queue; all of it in the address, so a view can be bookmarked. */
export function QueueFilters({ query, action }: { query: QueueQuery; action: string }) {
  const t = useTranslations("desk.filters");
  const status = useTranslations("applications.status");
  const views = (["all", "mine", "orange", "red"] as const).map((view) => ({ href: queueHref(query, { view }), label: t(`views.${view}`), current: query.view === view }));
  return (
    <div className="flex flex-col gap-4" data-print="no">
      <Tabs label={t("viewsLabel")} tabs={views} />
      <search aria-label={t("label")}>
      <form action={action} method="get" data-key="search" className="flex flex-wrap items-end gap-x-4 gap-y-3">
        {query.view !== "all" && <input type="hidden" name="view" value={query.view} />}
        <div className="flex w-full max-w-[22rem] flex-col gap-1">
          <label htmlFor={fieldId("query")} className="font-semibold">{t("query")}</label>
          <input id={fieldId("query")} name="query" type="search" defaultValue={query.query} autoComplete="off" maxLength={60} className={controlClass} />
        </div>
        <div className="flex w-full max-w-[14rem] flex-col gap-1">
          <label htmlFor={fieldId("status")} className="font-semibold">{t("status")}</label>
          <select id={fieldId("status")} name="status" defaultValue={query.status} className={controlClass}>
            <option value="">{t("anyStatus")}</option>
            {liveStatuses.map((value) => <option key={value} value={value}>{status(value)}</option>)}
          </select>
        </div>
        <Button type="submit" icon="search">{t("apply")}</Button>
        {(query.query || query.status) && <TextLink href={queueHref(query, { query: "", status: "" })} className="tap">{t("clear")}</TextLink>}
      </form>
      </search>
    </div>
  );
}
