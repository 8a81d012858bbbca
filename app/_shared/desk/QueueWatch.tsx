"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { browserApi } from "@/app/_trpc/browser";
import { Button } from "@/app/_ui/Button";
import type { QueueFilters } from "@/domain/applications/schema/queue";
import { setChanged } from "./changedCases";

const everyMs = 25_000;
const many = 100;

type Props = { filters: QueueFilters; since: string; shown: readonly string[] };

/**
 * Asks now and then what changed since the page was made, only while it is looked at; says so, marks the rows, and leaves
 * it to the reader when the list moves. A question that fails is asked again the next time.
 */
export function QueueWatch({ filters, since, shown }: Props) {
  const t = useTranslations("queue.live");
  const router = useRouter();
  const [seen, setSeen] = useState({ since, count: 0 });
  const asked = JSON.stringify({ filters, since, shown });

  useEffect(() => {
    let over = false;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      const question = JSON.parse(asked) as { filters: QueueFilters; since: string; shown: string[] };
      const changes = await browserApi.applications.queueChanges.query(question).catch(() => undefined);
      if (over || !changes) return;
      setSeen({ since: question.since, count: changes.count });
      setChanged(changes.rows);
    };
    setChanged([]);
    const timer = setInterval(() => void ask(), everyMs);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [asked]);

  const count = seen.since === since ? seen.count : 0;
  return (
    <div className="flex min-h-tap flex-wrap items-center gap-3">
      <p role="status" className="font-semibold">{count === 0 ? "" : t(count >= many ? "many" : "changed", { count })}</p>
      {count > 0 && <Button look="quiet" onClick={() => router.refresh()}>{t("refresh")}</Button>}
    </div>
  );
}
