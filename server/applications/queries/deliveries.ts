import { and, asc, desc, eq, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { applications, deliveries, deliveryEvents, serviceWindows } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { isApplicant } from "@/domain/applications/policy";
import { hindersDelivery } from "@/domain/applications/policy/deliveries";
import { canChooseDelivery, deliveryActs, isDeliverable, moveDelivery } from "@/domain/applications/rules/deliveries";
import type { ByNumber } from "@/domain/applications/schema";
import { Addressee, type ListDeliveries } from "@/domain/applications/schema/deliveries";
import type { Post, User } from "@/domain/core/actor";
import { maskName } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { stemOf } from "@/domain/departments/rules";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { recordAccess } from "@/server/core/data-access";
import { listWindows } from "@/server/departments/queries/windows";
import { getCase, type Case } from "./case";
import { profileOf } from "./form";

export type DeliveryRow = typeof deliveries.$inferSelect;
type Column = Extract<Place, { table: "deliveries" }>["column"];
export const deliveryPlace = (row: string, column: Column): Place => ({ table: "deliveries", column, row });
export const addresseeOf = ({ id, addressee }: Pick<DeliveryRow, "id" | "addressee">): Addressee | null =>
  (addressee === null ? null : Addressee.parse(JSON.parse(open(addressee, deliveryPlace(id, "addressee")))));
/** What is said at the window to be handed the paper. */
export const codeOf = ({ id, code }: Pick<DeliveryRow, "id" | "code">): string | null => (code === null ? null : open(code, deliveryPlace(id, "code")));

export async function findDelivery(db: Reader | Tx, applicationId: string): Promise<DeliveryRow | undefined> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.applicationId, applicationId)).limit(1);
  return row;
}

export const deliveryNotePlace = (row: string): Place => ({ table: "delivery_events", column: "note", row });

async function pathOf(db: Reader, deliveryId: string) {
  const rows = await db.select().from(deliveryEvents).where(eq(deliveryEvents.deliveryId, deliveryId)).orderBy(asc(deliveryEvents.id));
  return rows.map(({ id, state, at, note }) => ({ state, at: at.toISOString(), note: note && open(note, deliveryNotePlace(id)) }));
}

const windowsFor = ({ db, now }: Pick<Ctx, "db" | "now">, { application, itemCode }: Case) => listWindows(db, now, { departmentId: application.departmentId, itemCode });

/** How the paper of one's own case comes, what can be chosen, and what the account knows of the address. Errors: `applications.notFound`. */
export async function getOwnDelivery(ctx: Ctx, { number }: ByNumber) {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const { application, content, facts } = found;
  if (!isApplicant(ctx.actor, application)) throw new DomainError("not_found", "applications.notFound");
  const row = await findDelivery(ctx.db, application.id);
  const windows = await windowsFor(ctx, found);
  const open_ = !row || moveDelivery(row, "choose") !== undefined;
  return {
    id: application.id, number: application.number, status: application.status, itemName: application.itemName, itemNameEn: content.nameEn ?? null,
    canChoose: canChooseDelivery(facts) && isApplicant(ctx.actor, application, "submit") && open_,
    windows, known: await knownOf(ctx, application),
    delivery: row ? { ...placeOf(row), addressee: addresseeOf(row), window: windows.find(({ id }) => id === row.windowId) ?? null, code: row.state === "ready" ? codeOf(row) : null, path: await pathOf(ctx.db, row.id) } : null,
  };
}

/** Where a paper is, for both sides. */
const placeOf = ({ way, state, carrier, trackingNumber, deliveredAt }: DeliveryRow) => ({ way, state, carrier, trackingNumber, deliveredAt: deliveredAt?.toISOString() ?? null });

/** What the account knows of the address; nothing for who acts for another. */
async function knownOf({ db, actor }: Ctx, { applicantName: name, applicantAccountId, organisationId }: Case["application"]) {
  const own = actor.kind === "user" && !actor.actingFor && organisationId === null;
  const known = own ? await profileOf(db, applicantAccountId) : {};
  return { name, phone: textOf(known["phone"]), address: textOf(known["address"]) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const desk = ["certificateOfficer", "clerk"];
const within = ({ departmentId, divisionCode }: Post) => and(eq(deliveries.departmentId, departmentId), sql`${deliveries.divisionCode} like ${`${stemOf(divisionCode)}%`}`);

/** The SQL twin of `hindersDelivery`, one's own cases aside. */
function servedBy({ posts }: User): SQL | undefined {
  const mine = posts.filter(({ role }) => desk.includes(role));
  return mine.length === 0 ? sql`false` : or(...mine.map(within));
}

const Key = z.tuple([z.uuid()]);

/** The papers that a desk sends and hands over; names masked. */
export async function listDeliveries({ db, actor }: Ctx & { actor: User }, { state, cursor, limit }: ListDeliveries) {
  const after = cursor ? sql`${deliveries.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select({ delivery: deliveries, number: applications.number, itemName: applications.itemName, applicantName: applications.applicantName, status: applications.status, dueOn: applications.dueOn }).from(deliveries)
    .innerJoin(applications, eq(applications.id, deliveries.applicationId)).where(and(servedBy(actor), state ? eq(deliveries.state, state) : undefined, after)).orderBy(desc(deliveries.id)).limit(limit + 1);
  return {
    rows: rows.slice(0, limit).map(({ delivery: { id, way, changedAt, trackingNumber, ...delivery }, applicantName, ...row }) => ({ id, way, state: delivery.state, changedAt: changedAt.toISOString(), trackingNumber, applicantMasked: maskName(applicantName), ...row })),
    nextCursor: cursorAfter(rows, limit, ({ delivery }) => [delivery.id]),
  };
}

/** The paper of one case as the desk sends or hands it over, with the address; leaves a trace. Errors: `applications.notFound`. */
export async function getDeliveryForDesk(ctx: Ctx & { actor: User }, { number }: ByNumber) {
  const found = await getCase(ctx.db, ctx.actor, { number });
  const { application, content, facts } = found;
  const row = await findDelivery(ctx.db, application.id);
  const serves = hindersDelivery(ctx.actor, facts) === undefined;
  if (row && serves) await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "open", fields: row.addressee ? ["邮寄地址"] : ["领取窗口"], case: application });
  return {
    id: application.id, number: application.number, status: application.status, dueOn: application.dueOn, itemName: application.itemName, itemNameEn: content.nameEn ?? null, applicantName: application.applicantName,
    deliverable: isDeliverable(facts),
    delivery: row ? {
      ...placeOf(row), ...(serves ? heldOf(row) : { addressee: null, receiver: null }), id: row.id, version: row.version, attempt: row.attempt, proof: row.proof, hasProof: row.proofKey !== null,
      windowName: await windowName(ctx.db, row), acts: serves ? movesOf(row, isDeliverable(facts)) : [], path: await pathOf(ctx.db, row.id),
    } : null,
  };
}

/** What of it is personal. */
const heldOf = (row: DeliveryRow) => ({ addressee: addresseeOf(row), receiver: row.receiver === null ? null : open(row.receiver, deliveryPlace(row.id, "receiver")) });

const movesOf = (row: DeliveryRow, deliverable: boolean) => deliveryActs(row).filter((act) => act !== "choose" && (deliverable || act === "return"));

async function windowName(db: Reader, { windowId }: DeliveryRow): Promise<string | null> {
  const [window] = windowId ? await db.select({ content: serviceWindows.content }).from(serviceWindows).where(eq(serviceWindows.id, windowId)) : [];
  return window?.content.name ?? null;
}

/** Up to fifty letters to be posted, with their addresses, for a sheet to print; each leaves a trace. */
export async function listLabels(ctx: Ctx & { actor: User }) {
  const rows = await ctx.db.select({ delivery: deliveries, application: applications }).from(deliveries).innerJoin(applications, eq(applications.id, deliveries.applicationId))
    .where(and(servedBy(ctx.actor), eq(deliveries.way, "post"), eq(deliveries.state, "prepared"))).orderBy(asc(deliveries.id)).limit(50);
  const mine = rows.filter(({ application }) => hindersDelivery(ctx.actor, application) === undefined);
  for (const { application } of mine) await recordAccess(ctx.db, ctx, { subjectId: application.applicantAccountId, kind: "reveal", fields: ["邮寄地址"], reason: "打印邮寄清单", case: application });
  return mine.map(({ delivery, application: { number, itemName } }) => ({ id: delivery.id, number, itemName, addressee: addresseeOf(delivery) }));
}
