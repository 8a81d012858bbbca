import { createHash, randomInt, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { deliveries, deliveryEvents } from "@/db/schema";
import { isApplicant } from "@/domain/applications/policy";
import { hindersDelivery } from "@/domain/applications/policy/deliveries";
import { canChooseDelivery, isDeliverable, moveDelivery, refuseProof, type DeliveryAct } from "@/domain/applications/rules/deliveries";
import type { ChooseDelivery, ConfirmDelivery, DeliveryById, DeliveryState, ReturnDelivery, SendDelivery } from "@/domain/applications/schema/deliveries";
import type { User } from "@/domain/core/actor";
import { formatApplicationNumber, parsePhone } from "@/domain/core/codes";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { authorize } from "@/server/core/authorize";
import { commit, type AuditEntry, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { storage } from "@/server/core/storage";
import { redrawSignature } from "@/server/core/uploads";
import { listWindows } from "@/server/departments/queries/windows";
import { getCase, type Case } from "../queries/case";
import { codeOf, deliveryNotePlace, deliveryPlace, type DeliveryRow } from "../queries/deliveries";
import { act, type Acted } from "./act";
import { closing } from "./decide";
import type { StoredFile } from "./files";

type DeskCtx = Ctx & { actor: User };
type Changed = { deliveryId: string };

/** How the applicant wants the paper: by post, or at a window. Errors: `applications.notFound`, `deliveries.underWay` (conflict), `deliveries.windowUnknown`, `identity.phoneInvalid` (invalid). */
export function chooseDelivery(ctx: Ctx & { actor: User }, input: ChooseDelivery): Promise<Changed> {
  if (input.way === "post" && !parsePhone(input.addressee.phone)) throw new DomainError("invalid", "identity.phoneInvalid");
  return commit(ctx, async (tx) => {
    const [row] = await tx.select().from(deliveries).where(eq(deliveries.applicationId, input.id)).for("update");
    const found = await getCase(tx, ctx.actor, { id: input.id });
    if (!isApplicant(ctx.actor, found.application)) throw new DomainError("not_found", "applications.notFound");
    if (!isApplicant(ctx.actor, found.application, "submit")) throw new DomainError("forbidden", "access.forbidden");
    const under = row && moveDelivery(row, "choose") === undefined;
    if (under || !canChooseDelivery(found.facts)) throw new DomainError("conflict", "deliveries.underWay");
    const deliveryId = row?.id ?? (await newId(tx));
    const wanted = input.way === "post"
      ? { way: input.way, addressee: seal(JSON.stringify(input.addressee), deliveryPlace(deliveryId, "addressee")), windowId: null }
      : { way: input.way, addressee: null, windowId: await windowOf(ctx, found, input.windowId) };
    await keepChoice(tx, ctx, { row, found, deliveryId, wanted });
    return { value: { deliveryId }, audit: audited("chooseDelivery", input.id, { way: input.way }) };
  });
}

type Wanted = Pick<DeliveryRow, "way" | "addressee" | "windowId">;

async function keepChoice(tx: Tx, { actor, now }: DeskCtx, { row, found: { application }, deliveryId, wanted }: { row: DeliveryRow | undefined; found: Case; deliveryId: string; wanted: Wanted }): Promise<void> {
  const fresh = { ...wanted, state: "chosen" as const, code: null, carrier: null, trackingNumber: null, changedAt: now };
  if (row) await tx.update(deliveries).set({ ...fresh, version: row.version + 1, attempt: row.attempt + (row.state === "returned" ? 1 : 0) }).where(eq(deliveries.id, deliveryId));
  else await tx.insert(deliveries).values({ ...fresh, id: deliveryId, applicationId: application.id, departmentId: application.departmentId, divisionCode: application.divisionCode, createdAt: now });
  await tx.insert(deliveryEvents).values({ deliveryId, state: "chosen", at: now, actorName: actor.name });
}

async function windowOf({ db, now }: Ctx, { application, itemCode }: Case, windowId: string): Promise<string> {
  const windows = await listWindows(db, now, { departmentId: application.departmentId, itemCode });
  if (!windows.some(({ id }) => id === windowId)) throw new DomainError("invalid", "deliveries.windowUnknown");
  return windowId;
}

const audited = (action: string, id: string, after: object): AuditEntry => ({ action: `applications.${action}`, subject: { type: "application", id }, after });

/** A message to the applicant about where the paper is. */
const told = ({ application }: Case, row: Pick<DeliveryRow, "id" | "version">, template: string): OutboxEntry => ({
  topic: "notices.tell", payload: { accountId: application.applicantAccountId, template, params: { number: formatApplicationNumber(application.number) }, dedupeKey: `${row.id}:${row.version}:${template}` },
});

type Step = { act: DeliveryAct; template: string; note?: string; patch?: Partial<typeof deliveries.$inferInsert> };

/** The paper of a case of one's desk, locked, as it was seen. Errors: `deliveries.unknown` (not_found), `deliveries.changedMeanwhile` (conflict). */
async function lockDelivery(tx: Tx, ctx: Ctx, { deliveryId, version }: DeliveryById): Promise<{ row: DeliveryRow; found: Case }> {
  const [row] = await tx.select().from(deliveries).where(eq(deliveries.id, deliveryId)).for("update");
  const found = row && (await getCase(tx, ctx.actor, { id: row.applicationId }).catch(() => undefined));
  if (!row || !found) throw new DomainError("not_found", "deliveries.unknown");
  authorize(hindersDelivery(ctx.actor, found.facts));
  if (row.version !== version) throw new DomainError("conflict", "deliveries.changedMeanwhile");
  return { row, found };
}

function nextState(row: DeliveryRow, found: Case, what: DeliveryAct): DeliveryState {
  const state = moveDelivery(row, what);
  if (!state) throw new DomainError("conflict", "deliveries.actNotAllowed");
  if (what !== "return" && !isDeliverable(found.facts)) throw new DomainError("conflict", "deliveries.nothingYet");
  return state;
}

function move(ctx: DeskCtx, reference: DeliveryById, step: (row: DeliveryRow) => Step): Promise<Changed> {
  return commit(ctx, async (tx) => {
    const { row, found } = await lockDelivery(tx, ctx, reference);
    const { act: what, template, note, patch } = step(row);
    const state = nextState(row, found, what);
    await tx.update(deliveries).set({ ...patch, state, changedAt: ctx.now, version: row.version + 1 }).where(eq(deliveries.id, row.id));
    const eventId = await newId(tx);
    await tx.insert(deliveryEvents).values({ id: eventId, deliveryId: row.id, state, at: ctx.now, actorName: ctx.actor.name, note: note ? seal(note, deliveryNotePlace(eventId)) : null });
    return { value: { deliveryId: row.id }, audit: audited(`${what}Delivery`, row.applicationId, { deliveryId: row.id, state }), outbox: [told(found, row, template)] };
  });
}

/** Printed, stamped and put into its envelope. Errors: `deliveries.actNotAllowed`, `deliveries.nothingYet`, `deliveries.changedMeanwhile` (conflict). */
export const prepareDelivery = (ctx: DeskCtx, input: DeliveryById) => move(ctx, input, () => ({ act: "prepare", template: "deliveryPrepared" }));

/** Handed to the carrier. Errors: as `prepareDelivery`. */
export const sendDelivery = (ctx: DeskCtx, { carrier, trackingNumber, ...reference }: SendDelivery) =>
  move(ctx, reference, () => ({ act: "send", template: "deliverySent", note: `${carrier} ${trackingNumber}`, patch: { carrier, trackingNumber } }));

/** Laid ready at its window, with a code that the applicant is told. Errors: as `prepareDelivery`. */
export const readyDelivery = (ctx: DeskCtx, input: DeliveryById) =>
  move(ctx, input, ({ id }) => ({ act: "ready", template: "deliveryReady", patch: { code: seal(String(randomInt(1_000_000)).padStart(6, "0"), deliveryPlace(id, "code")) } }));

/** Came back, or was not fetched: the applicant chooses again. Errors: as `prepareDelivery`. */
export const returnDelivery = (ctx: DeskCtx, { reason, ...reference }: ReturnDelivery) =>
  move(ctx, reference, () => ({ act: "return", template: "deliveryReturned", note: reason, patch: { code: null } }));

/** Keeps the scan of a signed paper until the handing over is recorded. Errors: as `prepareDelivery`. */
export function attachProof(ctx: DeskCtx, { reference, file }: { reference: DeliveryById; file: StoredFile }): Promise<{ fileId: string }> {
  return commit(ctx, async (tx) => {
    const { row } = await lockDelivery(tx, ctx, reference);
    if (moveDelivery(row, "confirm") === undefined) throw new DomainError("conflict", "deliveries.actNotAllowed");
    await tx.update(deliveries).set({ proofKey: file.storageKey, proofSha256: file.sha256 }).where(eq(deliveries.id, row.id));
    return { value: { fileId: row.id }, audit: audited("attachDeliveryProof", row.applicationId, { sha256: file.sha256 }), ...(row.proofKey ? { outbox: [{ topic: "applications.filesRemoved", payload: { keys: [row.proofKey] } }] } : {}) };
  });
}

/** What a person drew on the screen, kept as a file. */
async function keepSignature(now: Date, signature: string): Promise<{ proofKey: string; proofSha256: string }> {
  const bytes = await redrawSignature(Buffer.from(signature.slice(signature.indexOf(",") + 1), "base64"));
  const proofKey = `uploads/${now.toISOString().slice(0, 10)}/${randomUUID()}.png`;
  await storage().put(proofKey, bytes);
  return { proofKey, proofSha256: createHash("sha256").update(bytes).digest("hex") };
}

/**
 * Records that the paper reached its owner, with the proof, and closes the case by the legal act of delivery (行政许可法 44).
 * Errors: `deliveries.codeWrong`, `deliveries.proofMissing`, `deliveries.proofOfPost`, those of `prepareDelivery` and of the act.
 */
export async function confirmDelivery(ctx: DeskCtx, { signature, code, receiver, proof, documentChecked, ...reference }: ConfirmDelivery): Promise<Acted> {
  const [known] = await ctx.db.select({ id: deliveries.applicationId }).from(deliveries).where(eq(deliveries.id, reference.deliveryId));
  if (!known) throw new DomainError("not_found", "deliveries.unknown");
  const { facts } = await getCase(ctx.db, ctx.actor, { id: known.id }).catch(() => { throw new DomainError("not_found", "deliveries.unknown"); });
  const signed = signature && proof === "signature" ? await keepSignature(ctx.now, signature) : undefined;
  const recorded = act(ctx, { id: known.id, action: facts.status === "approved" ? "close" : "deliver" }, async (found, tx) => {
    const { row } = await lockDelivery(tx, ctx, reference);
    const state = nextState(row, found, "confirm");
    const codeRight = code !== undefined && code.replace(/\s/g, "") === codeOf(row);
    const refusal = refuseProof({ way: row.way, proof, codeRight, documentChecked, hasFile: proof === "signature" ? signed !== undefined : row.proofKey !== null });
    if (refusal) throw new DomainError("conflict", refusal);
    await tx.update(deliveries).set({
      state, changedAt: ctx.now, deliveredAt: ctx.now, proof, documentChecked, receiver: seal(receiver, deliveryPlace(row.id, "receiver")), code: null, version: row.version + 1, ...signed,
    }).where(eq(deliveries.id, row.id));
    await tx.insert(deliveryEvents).values({ deliveryId: row.id, state, at: ctx.now, actorName: ctx.actor.name });
    return closing(ctx, found, { method: row.way === "post" ? "post" : "counter", proof, ...(row.trackingNumber ? { trackingNumber: row.trackingNumber } : {}) });
  });
  return recorded.catch(async (error: unknown) => {
    // Where nobody knows whether it was recorded, the file stays: its row may be there.
    if (signed && isDomainError(error)) await storage().delete(signed.proofKey);
    throw error;
  });
}
