import { and, asc, count, eq, gt, gte, inArray, isNotNull, lt } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { applications, departments, ratedCases, ratingBallots, ratings, ratingTickets } from "@/db/schema";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { isLow, weekOf } from "@/domain/ratings/rules";
import { fewest } from "@/domain/ratings/rules/figures";
import { Ballot } from "@/domain/ratings/schema";
import { commit, type AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { commentPlace, contactPlace } from "../queries";
import { openRectification } from "./open";

const batchSize = 200;
const crowdDays = 30;
const noId = "00000000-0000-0000-0000-000000000000";

type Row = typeof ratingBallots.$inferSelect;

/**
 * Opens the ballot box, once a night: what was put in on a day comes out together and shuffled (the keys are random), with
 * no word of when. A ballot stays in while fewer than five people could have given it at its department, and leaves without
 * its item where fewer than five could have given it there. Low ones open their rectification now. Returns how many came out.
 */
export async function openBox(ctx: Ctx): Promise<number> {
  let opened = 0;
  const crowds = new Map<string, Promise<number>>();
  for (let after = noId; ;) {
    const rows = await ctx.db.select().from(ratingBallots).where(gt(ratingBallots.id, after)).orderBy(asc(ratingBallots.id)).limit(batchSize);
    const last = rows.at(-1);
    if (!last) break;
    opened += await openBatch(ctx, rows.map(({ id }) => id), crowds);
    after = last.id;
  }
  await forget(ctx);
  return opened;
}

function openBatch(ctx: Ctx, ids: readonly string[], crowds: Map<string, Promise<number>>): Promise<number> {
  return commit(ctx, async (tx) => {
    const audit: AuditEntry[] = [];
    let opened = 0;
    // Two runners at once share the box between them.
    const rows = await tx.select().from(ratingBallots).where(inArray(ratingBallots.id, [...ids])).orderBy(asc(ratingBallots.id)).for("update", { skipLocked: true });
    for (const row of rows) {
      const entries = await openBallot(tx, ctx, row, crowds);
      if (!entries) continue;
      opened += 1;
      audit.push(...entries);
    }
    return { value: opened, audit: [{ action: "ratings.openBox", subject: { type: "ballotBox", id: "box" }, after: { opened } }, ...audit] };
  });
}

async function openBallot(tx: Tx, ctx: Ctx, row: Row, crowds: Map<string, Promise<number>>): Promise<AuditEntry[] | undefined> {
  const { receiptDigest, comment, contact, serviceItemId, departmentId, ...ballot } = Ballot.parse(JSON.parse(open(row.content, { table: "rating_ballots", column: "content", row: row.id })));
  const crowd = (item?: string) => {
    const key = `${departmentId}/${item ?? ""}`;
    const known = crowds.get(key) ?? crowdOf(tx, ctx, departmentId, item);
    crowds.set(key, known);
    return known;
  };
  if ((await crowd()) < fewest) return undefined;
  const [department] = await tx.select({ divisionCode: departments.divisionCode }).from(departments).where(eq(departments.id, departmentId)).limit(1);
  if (!department) return undefined;
  const id = crypto.randomUUID();
  const [rating] = await tx.insert(ratings).values({
    id, ...ballot, ...department, departmentId, receiptDigest, anonymous: true, weekOf: weekOf(shanghaiDay(ctx.now)),
    serviceItemId: serviceItemId && (await crowd(serviceItemId)) >= fewest ? serviceItemId : null,
    comment: comment ? seal(comment, commentPlace(id)) : null, contact: contact ? seal(contact, contactPlace(id)) : null,
  }).returning();
  await tx.delete(ratingBallots).where(eq(ratingBallots.id, row.id));
  return rating && isLow(rating.level) ? openRectification(tx, ctx, rating) : [];
}

/** Among how many a rater hides: people whose cases were closed at a department lately, and visits of identified people that ended there: every ticket is of one. */
async function crowdOf(tx: Tx, { now }: Ctx, departmentId: string, item?: string): Promise<number> {
  const since = new Date(now.getTime() - crowdDays * 86_400_000);
  const people = await tx.selectDistinct({ who: applications.applicantAccountId }).from(applications)
    .where(and(eq(applications.departmentId, departmentId), isNotNull(applications.closedAt), gte(applications.closedAt, since), item ? eq(applications.serviceItemId, item) : undefined)).limit(fewest);
  const [visits] = await tx.select({ count: count() }).from(ratingTickets)
    .where(and(eq(ratingTickets.departmentId, departmentId), ratingTickets.identified, gte(ratingTickets.endedOn, addDays(shanghaiDay(now), -crowdDays)), item ? eq(ratingTickets.serviceItemId, item) : undefined));
  return people.length + (visits?.count ?? 0);
}

/** What visits and marks no longer need to say: of a ticket that is over only its day and place stay. */
async function forget(ctx: Ctx): Promise<void> {
  await commit(ctx, async (tx) => {
    const over = await tx.update(ratingTickets).set({ visitId: null, tokenDigest: null, expiresAt: null, used: false }).where(lt(ratingTickets.expiresAt, ctx.now)).returning({ id: ratingTickets.id });
    const marks = await tx.delete(ratedCases).where(lt(ratedCases.endsOn, shanghaiDay(ctx.now))).returning({ key: ratedCases.key });
    return { value: undefined, audit: { action: "ratings.forget", subject: { type: "ballotBox", id: "box" }, after: { tickets: over.length, marks: marks.length } } };
  });
}
