import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { queueHref, queueSearch } from "@/app/_shared/desk/queueAddress";
import type { QueueCounts } from "@/app/_shared/desk/types";
import { Tabs } from "@/app/_ui/Navigation";
import { queueTabs, type QueueFilters, type QueueTab } from "@/domain/applications/schema/queue";

const tabs = ["all", "mine", "claimable", "overdue", "waiting"] as const satisfies readonly QueueTab[];

type Props = { filters: QueueFilters; counts: Promise<QueueCounts | undefined> };

/** The views everybody has, with how many cases each holds once that is known; the page does not wait for it. */
export function QueueTabs({ filters, counts }: Props) {
  const t = useTranslations("queue.tabs");
  const current = queueSearch({ filters });
  return (
    <Tabs
      label={t("label")}
      tabs={tabs.map((tab) => ({
        href: queueHref({ filters: queueTabs[tab], view: tab === "all" ? "all" : undefined }), current: queueSearch({ filters: queueTabs[tab] }) === current,
        label: <>{t(tab)}<Suspense fallback={<Badge />}><TabCount tab={tab} counts={counts} /></Suspense></>,
      }))}
    />
  );
}

// As wide before the number is there, so that nothing moves when it comes.
function Badge({ children }: { children?: string }) {
  return <span className="min-w-[2.6em] rounded-round border border-line bg-subtle px-2 text-center text-small tabular-nums text-ink">{children ?? <span aria-hidden="true">…</span>}</span>;
}

async function TabCount({ tab, counts }: { tab: QueueTab; counts: Props["counts"] }) {
  const [known, t] = [(await counts)?.tabs[tab], await getTranslations("queue.tabs")];
  return <Badge>{known ? t(known.kind, { count: known.count }) : "…"}</Badge>;
}

/** How many cases match the present filters. */
export async function QueueTotal({ counts }: Pick<Props, "counts">) {
  const [known, t] = [(await counts)?.filtered, await getTranslations("queue.total")];
  return <>{known ? t(known.kind, { count: known.count }) : t("unknown")}</>;
}
