import { and, asc, gt, gte, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { keyedDigest } from "@/db/personal-data";
import { applications, messages } from "@/db/schema";
import { formatApplicationNumber } from "@/domain/core/codes";
import { hindranceToRate, ratingEndsOn } from "@/domain/ratings/rules";
import { shanghaiDay } from "@/domain/core/calendar";
import { env } from "@/env";
import { commit, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { insertMessage } from "@/server/notices/commands";
import { isMarked } from "../queries/marks";

const batchSize = 200;
const afterDays = 3;
const forDays = 4;
const day = 86_400_000;

/** One case in four is never invited: that somebody was not does not say that they rated. */
const isSpared = (applicationId: string): boolean => keyedDigest("rated-case", `spared/${applicationId}`) < "4";

const key = sql<string>`'rating:' || ${applications.id}`;

/** Invites once, some days after a case was closed, whoever has not rated it. Returns how many were invited. */
export async function inviteToRate(ctx: Ctx): Promise<number> {
  const [from, until] = [new Date(ctx.now.getTime() - (afterDays + forDays) * day), new Date(ctx.now.getTime() - afterDays * day)];
  let invited = 0;
  for (let after: string | undefined; ;) {
    const rows = await ctx.db.select({ id: applications.id, number: applications.number, accountId: applications.applicantAccountId, status: applications.status, outcome: applications.outcome, closedAt: applications.closedAt }).from(applications).where(and(
      gte(applications.closedAt, from), lt(applications.closedAt, until), or(isNotNull(applications.outcome), inArray(applications.status, ["refused", "lapsed", "closed"])),
      after ? gt(applications.id, after) : undefined, sql`not exists (select 1 from ${messages} where ${messages.dedupeKey} = ${key})`,
    )).orderBy(asc(applications.id)).limit(batchSize);
    const last = rows.at(-1);
    if (!last) return invited;
    invited += await inviteBatch(ctx, rows);
    after = last.id;
  }
}

type Closed = Pick<typeof applications.$inferSelect, "id" | "number" | "status" | "outcome" | "closedAt"> & { accountId: string };

async function inviteBatch(ctx: Ctx, rows: readonly Closed[]): Promise<number> {
  const days = env().RATING_WINDOW_DAYS;
  const asked: Closed[] = [];
  for (const row of rows) {
    const ends = ratingEndsOn(row, days);
    if (ends && !hindranceToRate(row, shanghaiDay(ctx.now), days) && !isSpared(row.id) && !(await isMarked(ctx.db, row.id))) asked.push(row);
  }
  if (asked.length === 0) return 0;
  return commit(ctx, async (tx) => {
    const outgoing: OutboxEntry[] = [];
    let invited = 0;
    for (const row of asked) {
      const written = await insertMessage(tx, {
        accountId: row.accountId, applicationId: row.id, template: "ratingInvited", params: { number: formatApplicationNumber(row.number), dueOn: ratingEndsOn(row, days) ?? "" }, dedupeKey: `rating:${row.id}`, createdAt: ctx.now,
      });
      if (!written) continue;
      outgoing.push(...written.outbox);
      invited += 1;
    }
    return { value: invited, audit: { action: "ratings.invite", subject: { type: "ballotBox", id: "box" }, after: { invited } }, outbox: outgoing };
  });
}
