import { desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, ratings, rectificationEvents, rectifications } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { canViewRectification, rectificationHindrance } from "@/domain/ratings/policy";
import { rectificationDays } from "@/domain/ratings/rules/rectification";
import type { ActWords, Rectify, StaffAct } from "@/domain/ratings/schema/rectification";
import { getCalendar } from "@/server/core/calendar";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { insertMessage } from "@/server/notices/commands";
import { wordsPlace, type RatingRow } from "../queries";
import { factsOf, type RectificationRow } from "../queries/rectifications";

type Signed = Ctx & { actor: User };
type Patch = Partial<typeof rectifications.$inferInsert>;
type Doing = { actorId: string; today: Day; extendedDueOn: Day };

const personal = new Set(["access.forbidden", "ratings.ownService", "ratings.notOwner", "ratings.anotherPerson"]);

/**
 * One act upon a rectification, in its order and by whoever may: never by who was rated, and the second look by somebody
 * else. Errors: `ratings.rectificationNotFound`, `ratings.changedMeanwhile` (conflict), `access.forbidden`, `ratings.ownService`,
 * `ratings.notOwner`, `ratings.anotherPerson` (forbidden), and what the state refuses (conflict, see `stateHindrance`).
 */
export function rectify(ctx: Signed, input: Rectify): Promise<{ status: RectificationRow["status"]; version: number }> {
  return commit(ctx, async (tx) => {
    const { row, rating } = await lockForAct(tx, ctx, input);
    const today = shanghaiDay(ctx.now);
    const { extendedDueOn } = rectificationDays(row.openedOn, await getCalendar(tx));
    const patch = patchOf(input, { actorId: ctx.actor.id, today, extendedDueOn });
    const version = row.version + 1;
    await tx.update(rectifications).set({ ...patch, version }).where(eq(rectifications.id, row.id));
    await writeEvent(tx, ctx, input);
    if (input.act === "exclude" && row.appealGround) await tx.update(ratings).set({ excludedOn: today, exclusionGround: row.appealGround }).where(eq(ratings.id, rating.id));
    const told = input.act === "reply" ? await tellRater(tx, ctx, row, rating) : { audit: [], outbox: [] };
    const audit: AuditEntry = { action: `ratings.${input.act}`, subject: { type: "rectification", id: row.id }, after: patch };
    return { value: { status: patch.status ?? row.status, version }, audit: [audit, ...told.audit], outbox: told.outbox };
  });
}

async function lockForAct(tx: Tx, ctx: Signed, { id, act, version }: Rectify): Promise<{ row: RectificationRow; rating: RatingRow }> {
  const [row] = await tx.select().from(rectifications).where(eq(rectifications.id, id)).for("update").limit(1);
  const [rating] = row ? await tx.select().from(ratings).where(eq(ratings.id, row.ratingId)).limit(1) : [];
  if (!row || !rating) throw unknown();
  const facts = await factsOf(tx, ctx, row, rating);
  const hindrance = rectificationHindrance(ctx.actor, act, facts);
  // Whoever may not even read it is told what a stranger is told, but for those whose own service it is.
  if (!canViewRectification(ctx.actor, facts) && hindrance !== "ratings.ownService") throw unknown();
  refuse(hindrance, row.version === version);
  return { row, rating };
}

const unknown = () => new DomainError("not_found", "ratings.rectificationNotFound");

/** Who may not is told so before how it stands, and a page gone stale before what the state refuses. */
function refuse(hindrance: string | undefined, fresh: boolean): void {
  if (hindrance && personal.has(hindrance)) throw new DomainError("forbidden", hindrance);
  if (!fresh) throw new DomainError("conflict", "ratings.changedMeanwhile");
  if (hindrance) throw new DomainError("conflict", hindrance);
}

const patches: Record<StaffAct, (input: Rectify, doing: Doing) => Patch> = {
  take: (_, { actorId }) => ({ ownerId: actorId }),
  noteContact: (_, { today }) => ({ contactedOn: today }),
  skipContact: () => ({ contactSkipped: true }),
  verify: (input) => (input.act === "verify" ? { finding: input.finding } : {}),
  askExtension: (_, { actorId }) => ({ extensionAskedBy: actorId }),
  grantExtension: (_, { actorId, extendedDueOn }) => ({ extendedBy: actorId, replyDueOn: extendedDueOn }),
  declineExtension: () => ({ extensionAskedBy: null }),
  reply: (_, { actorId, today }) => ({ status: "replied", repliedOn: today, repliedBy: actorId }),
  close: (_, { actorId, today }) => ({ status: "closed", closedOn: today, closedBy: actorId }),
  sendBack: () => ({ status: "open", repliedOn: null, repliedBy: null }),
  appeal: (input, { actorId }) => (input.act === "appeal" ? { appealedBy: actorId, appealGround: input.ground } : {}),
  exclude: (_, { actorId, today }) => ({ status: "excluded", recheckedBy: actorId, recheckedOn: today }),
  letStand: (_, { actorId, today }) => ({ recheckedBy: actorId, recheckedOn: today }),
};

const patchOf = (input: Rectify, doing: Doing): Patch => patches[input.act](input, doing);

function wordsIn(input: Rectify): ActWords {
  const { note, measures, evidence } = { note: undefined, measures: undefined, evidence: undefined, ...input };
  return { ...(note ? { note } : {}), ...(measures ? { measures } : {}), ...(evidence ? { evidence } : {}) };
}

async function writeEvent(tx: Tx, { actor, now }: Signed, input: Rectify): Promise<void> {
  const [last] = await tx.select({ sequence: rectificationEvents.sequence }).from(rectificationEvents).where(eq(rectificationEvents.rectificationId, input.id)).orderBy(desc(rectificationEvents.sequence)).limit(1);
  const id = await newId(tx);
  const words = wordsIn(input);
  await tx.insert(rectificationEvents).values({
    id, rectificationId: input.id, sequence: (last?.sequence ?? -1) + 1, act: input.act, actorId: actor.id, actorName: actor.name, at: now,
    words: Object.keys(words).length > 0 ? seal(JSON.stringify(words), wordsPlace(id)) : null,
  });
}

/** Who rated by name reads the answer in their space and is told of it; who did not finds it by their code. */
async function tellRater(tx: Tx, { now }: Ctx, { id, version }: RectificationRow, { applicationId }: RatingRow): Promise<{ audit: AuditEntry[]; outbox: OutboxEntry[] }> {
  const [application] = applicationId ? await tx.select().from(applications).where(eq(applications.id, applicationId)).limit(1) : [];
  const message = application && (await insertMessage(tx, {
    accountId: application.applicantAccountId, applicationId: application.id, template: "rectificationReplied", params: { number: formatApplicationNumber(application.number) }, dedupeKey: `rectification:${id}:${version}`, createdAt: now,
  }));
  return message ?? { audit: [], outbox: [] };
}
