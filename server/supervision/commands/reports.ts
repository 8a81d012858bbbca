import { createHash } from "node:crypto";
import { and, eq, gte, isNull, lte, or } from "drizzle-orm";
import writeSheets from "write-excel-file/node";
import type { Reader } from "@/db/client";
import { reports, reportSubscriptions, staffPosts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import type { Cell } from "@/domain/core/csv";
import { DomainError } from "@/domain/core/errors";
import { rangesIn } from "@/domain/supervision/policy";
import { endedPeriods, type Period } from "@/domain/supervision/rules";
import { reportLines, toCsv } from "@/domain/supervision/rules/report";
import type { ReportFormat, Subscribe } from "@/domain/supervision/schema";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { storage } from "@/server/core/storage";
import { recountChangedDays } from "./days";
import { figuresIn } from "../queries/figures";
import { tellStaff } from "./tell";

type StaffCtx = Ctx & { actor: User };
type Subscription = typeof reportSubscriptions.$inferSelect;

const mostSubscriptions = 10;
/** After a standstill so many periods are made good. */
const mostMissed = 6;

/** Asks for a report of every week or month. Errors: `supervision.subscriptionsFull` (conflict). */
export function subscribe(ctx: StaffCtx, input: Subscribe): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const running = await tx.select({ id: reportSubscriptions.id }).from(reportSubscriptions).where(and(eq(reportSubscriptions.accountId, ctx.actor.id), isNull(reportSubscriptions.endedAt)));
    if (running.length >= mostSubscriptions) throw new DomainError("conflict", "supervision.subscriptionsFull", { max: mostSubscriptions });
    const id = await newId(tx);
    await tx.insert(reportSubscriptions).values({ id, accountId: ctx.actor.id, ...input, createdAt: ctx.now });
    return { value: { id }, audit: { action: "supervision.subscribe", subject: { type: "reportSubscription", id }, after: input } };
  });
}

/** Ends a subscription of one's own; the reports made stay. Errors: `supervision.notFound`. */
export function unsubscribe(ctx: StaffCtx, { id }: { id: string }): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const [row] = await tx.update(reportSubscriptions).set({ endedAt: ctx.now }).where(and(eq(reportSubscriptions.id, id), eq(reportSubscriptions.accountId, ctx.actor.id), isNull(reportSubscriptions.endedAt))).returning({ id: reportSubscriptions.id });
    if (!row) throw new DomainError("not_found", "supervision.notFound");
    return { value: { id }, audit: { action: "supervision.unsubscribe", subject: { type: "reportSubscription", id } } };
  });
}

/** Makes the reports of periods that are over, each once, also those missed while no runner stood. Returns how many. */
export async function makeReports(ctx: Ctx): Promise<number> {
  const [today, subscriptions] = [shanghaiDay(ctx.now), await ctx.db.select().from(reportSubscriptions).where(isNull(reportSubscriptions.endedAt))];
  const due: { subscription: Subscription; period: Period }[] = [];
  for (const subscription of subscriptions) {
    const made = new Set((await ctx.db.select({ fromOn: reports.fromOn }).from(reports).where(eq(reports.subscriptionId, subscription.id))).map(({ fromOn }) => fromOn));
    due.push(...endedPeriods(subscription.period, shanghaiDay(subscription.createdAt), today, mostMissed).filter(({ fromOn }) => !made.has(fromOn)).map((period) => ({ subscription, period })));
  }
  if (due.length > 0) await recountChangedDays(ctx);
  let made = 0;
  for (const one of due) made += await makeReport(ctx, one.subscription, one.period);
  return made;
}

/** What the owner of a subscription supervises today: whoever lost the post gets no more figures. */
async function placesOf(db: Reader, { accountId, filters }: Subscription, now: Date) {
  const today = shanghaiDay(now);
  const posts = await db.select({ departmentId: staffPosts.departmentId, divisionCode: staffPosts.divisionCode }).from(staffPosts)
    .where(and(eq(staffPosts.accountId, accountId), eq(staffPosts.role, "supervisor"), isNull(staffPosts.endedAt), lte(staffPosts.validFrom, today), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today))));
  return rangesIn(posts, filters);
}

async function makeReport(ctx: Ctx, subscription: Subscription, period: Period): Promise<number> {
  const ranges = await placesOf(ctx.db, subscription, ctx.now);
  if (ranges.length === 0) return 0;
  const figures = await figuresIn(ctx.db, { ranges, item: subscription.filters.item }, period, ctx.now);
  const lines = reportLines([
    { title: `合计 Total（${period.fromOn} – ${period.throughOn}）`, rows: [{ ...figures.open, ...figures.period, name: "合计 Total" }] },
    { title: "按部门 By department", rows: figures.departments }, { title: "按事项 By item", rows: figures.items },
  ]);
  const bytes = await fileOf(subscription.format, lines);
  return commit(ctx, async (tx) => {
    const id = await newId(tx);
    const storageKey = `reports/${id}.${subscription.format}`;
    const [row] = await tx.insert(reports).values({ id, subscriptionId: subscription.id, accountId: subscription.accountId, ...period, storageKey, sha256: createHash("sha256").update(bytes).digest("hex"), createdAt: ctx.now })
      .onConflictDoNothing({ target: [reports.subscriptionId, reports.fromOn] }).returning({ id: reports.id });
    if (!row) return { value: 0, audit: { action: "supervision.foundDone", subject: { type: "reportSubscription", id: subscription.id } } };
    await storage().put(storageKey, bytes);
    const told = await tellStaff(tx, ctx, { accounts: [subscription.accountId], template: "reportReady", key: `report:${id}` });
    return { value: 1, audit: [{ action: "supervision.makeReport", subject: { type: "report", id }, after: { ...period, rows: lines.length } }, ...told.audit], outbox: told.outbox };
  });
}

async function fileOf(format: ReportFormat, lines: readonly (readonly Cell[])[]): Promise<Buffer> {
  if (format === "csv") return Buffer.from(toCsv(lines));
  const data = lines.map((line) => line.map((cell) => (cell === null ? null : typeof cell === "number" ? { type: Number, value: cell } : { type: String, format: "@", value: cell })));
  return writeSheets([{ sheet: "报表 Report", data, columns: [{ width: 36 }] }]).toBuffer();
}
