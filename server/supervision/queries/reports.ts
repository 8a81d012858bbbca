import { and, desc, eq, isNull } from "drizzle-orm";
import { reports, reportSubscriptions } from "@/db/schema";
import { DomainError } from "@/domain/core/errors";
import { storage } from "@/server/core/storage";
import type { SupervisorCtx } from "./figures";

const mostShown = 100;

/** One's own subscriptions and the reports made for them, the latest first. */
export async function listReports({ db, actor }: SupervisorCtx) {
  const running = await db.select({ id: reportSubscriptions.id, period: reportSubscriptions.period, format: reportSubscriptions.format, filters: reportSubscriptions.filters, createdAt: reportSubscriptions.createdAt })
    .from(reportSubscriptions).where(and(eq(reportSubscriptions.accountId, actor.id), isNull(reportSubscriptions.endedAt))).orderBy(desc(reportSubscriptions.id));
  const made = await db.select({ id: reports.id, fromOn: reports.fromOn, throughOn: reports.throughOn, createdAt: reports.createdAt, period: reportSubscriptions.period, format: reportSubscriptions.format })
    .from(reports).innerJoin(reportSubscriptions, eq(reportSubscriptions.id, reports.subscriptionId)).where(eq(reports.accountId, actor.id)).orderBy(desc(reports.fromOn), desc(reports.id)).limit(mostShown);
  return { subscriptions: running.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })), reports: made.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) };
}

const mimes = { csv: "text/csv; charset=utf-8", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" } as const;

/** The file of a report of one's own. Errors: `supervision.notFound`. */
export async function downloadReport({ db, actor }: SupervisorCtx, { id }: { id: string }): Promise<{ name: string; mime: string; base64: string }> {
  const [row] = await db.select({ report: reports, format: reportSubscriptions.format }).from(reports).innerJoin(reportSubscriptions, eq(reportSubscriptions.id, reports.subscriptionId)).where(and(eq(reports.id, id), eq(reports.accountId, actor.id))).limit(1);
  if (!row) throw new DomainError("not_found", "supervision.notFound");
  const { fromOn, throughOn, storageKey } = row.report;
  return { name: `supervision-${fromOn}-${throughOn}.${row.format}`, mime: mimes[row.format], base64: Buffer.from(await storage().getBytes(storageKey)).toString("base64") };
}
