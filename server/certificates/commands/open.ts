import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, certificates, serviceItemRevisions, serviceItems, usageGrants } from "@/db/schema";
import { endedCodes, fieldsOfFace, stateOfGrant, type GrantReader } from "@/domain/certificates/rules/grants";
import { copyEnds } from "@/domain/certificates/rules/open";
import type { OpenAsk, OpenCertificate, OpenQuery, OpenRead, OpenStanding } from "@/domain/certificates/schema/open";
import { shanghaiDay } from "@/domain/core/calendar";
import { parseApplicationNumber, parseCertificateIdentifier } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { dayInWords } from "@/domain/core/words";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { markedCopy } from "@/server/core/documents/marked-copy";
import { storage } from "@/server/core/storage";
import { withBounds } from "../queries/grants";
import { heldByPrincipal } from "../queries/held";
import { readIntact } from "../queries/intact";
import type { CertificateRow } from "../queries/record";
import { checkUnderGrant, readUnderGrant, type Reading, type Standing, type UnderGrant } from "./read-under-grant";

/** A system that asks in its own name, with what its token reaches to. */
export type OpenReader = { id: string; name: string; departmentId: string; scopes: readonly string[] };

/**
 * A system asks for a holder's certificate of a type: the newest that the permission's holder has. Errors:
 * `certificates.notFound`, and those of `readUnderGrant`.
 */
export function queryOpen(ctx: Ctx, reader: OpenReader, { type, holderCode, fields, ...ask }: OpenQuery): Promise<OpenCertificate> {
  return commit(ctx, async (tx) => {
    const row = await findOfHolder(tx, { reader, now: ctx.now }, { grantId: ask.grant, typeId: type, holderCode });
    return answered(await readUnderGrant(tx, ctx, { ...(await underGrant(tx, reader, ask)), certificateId: row.id, fields }), row);
  });
}

/** A system reads fields of a certificate by its identifier. Errors: as `queryOpen`. */
export function readOpen(ctx: Ctx, reader: OpenReader, { identifier, fields, ...ask }: OpenRead & { identifier: string }): Promise<OpenCertificate> {
  return commit(ctx, async (tx) => {
    const row = await getByIdentifier(tx, identifier);
    return answered(await readUnderGrant(tx, ctx, { ...(await underGrant(tx, reader, ask)), certificateId: row.id, fields }), row);
  });
}

/** A system asks where a certificate stands. Errors: as `queryOpen`, without those of the certificate's state. */
export function checkOpen(ctx: Ctx, reader: OpenReader, { identifier, ...ask }: OpenAsk & { identifier: string }): Promise<OpenStanding> {
  return commit(ctx, async (tx) => {
    const row = await getByIdentifier(tx, identifier);
    const { audit, outbox, ...standing } = await checkUnderGrant(tx, ctx, { ...(await underGrant(tx, reader, ask)), certificateId: row.id });
    return { value: standingOf(standing, row), audit, outbox };
  });
}

/** A system takes a marked copy of the whole page, which needs every field of it granted. Errors: as `queryOpen`. */
export async function copyOpen(ctx: Ctx, reader: OpenReader, { identifier, ...ask }: OpenAsk & { identifier: string }): Promise<{ name: string; bytes: Buffer }> {
  const { row, item, until } = await commit(ctx, async (tx) => {
    const found = await getByIdentifier(tx, identifier);
    const fields = fieldsOfFace((await readIntact(found)).record?.extend_info ?? []);
    const { audit, outbox, grantEnds } = await readUnderGrant(tx, ctx, { ...(await underGrant(tx, reader, ask)), certificateId: found.id, fields, kind: "copy" });
    return { value: { row: found, item: (await findItem(tx, ask.item))?.name ?? ask.item, until: dayInWords(shanghaiDay(copyEnds(ctx.now, grantEnds))) }, audit, outbox };
  });
  if (!row.pdfKey) throw new DomainError("conflict", "certificates.notSignedYet");
  const bytes = await markedCopy(await storage().getBytes(row.pdfKey), {
    across: `仅供${reader.name}使用 ${until}前有效`,
    foot: `副本，不是电子证照原件。仅供${reader.name}办理“${item}”使用，${until}前有效，他用无效。用途：${ask.purpose}`,
  });
  return { name: `${row.identifier}-copy.pdf`, bytes };
}

const answered = ({ audit, outbox, facts, fields, ...standing }: Reading, row: CertificateRow) => ({ value: { ...standingOf(standing, row), facts, fields }, audit, outbox });

const standingOf = ({ useId, grantId, mode, status, signature }: Omit<Standing, "audit" | "outbox">, { identifier }: CertificateRow): OpenStanding => ({ use: useId, grant: grantId, mode, identifier, status, signature });

/** Items by code and cases by number, as other systems know them; an unknown one fits no permission. */
async function underGrant(tx: Tx, { id, departmentId, scopes }: OpenReader, { grant, item, application, purpose }: OpenAsk): Promise<Omit<UnderGrant, "certificateId" | "fields">> {
  const by: GrantReader = { kind: "client", id, departmentId };
  const applicationId = application === undefined ? undefined : await findCase(tx, application);
  return { grantId: grant, by, scopes, itemId: (await findItem(tx, item))?.id ?? nobody, purpose, ...(applicationId ? { applicationId } : {}) };
}

const nobody = "00000000-0000-0000-0000-000000000000";

async function findItem(tx: Tx, code: string): Promise<{ id: string; name: string } | undefined> {
  const [row] = await tx.select({ id: serviceItems.id, content: serviceItemRevisions.content }).from(serviceItems)
    .leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId)).where(eq(serviceItems.code, code)).limit(1);
  return row && { id: row.id, name: row.content?.name ?? code };
}

async function findCase(tx: Tx, typed: string): Promise<string> {
  const [row] = await tx.select({ id: applications.id }).from(applications).where(eq(applications.number, parseApplicationNumber(typed) ?? typed)).limit(1);
  return row?.id ?? nobody;
}

async function getByIdentifier(tx: Tx, typed: string): Promise<CertificateRow> {
  const identifier = parseCertificateIdentifier(typed)?.identifier;
  const [row] = identifier ? await tx.select().from(certificates).where(eq(certificates.identifier, identifier)).limit(1) : [];
  if (!row) throw new DomainError("not_found", "certificates.notFound");
  return row;
}

/** Only among what the permission's own holder has: who has what is told to nobody who was not permitted. */
async function findOfHolder(tx: Tx, asking: Asking, { grantId, typeId, holderCode }: { grantId: string; typeId: string; holderCode: string }): Promise<CertificateRow> {
  const grant = await getLiving(tx, asking, grantId);
  // Of other types, whether the holder has any is not to be told apart.
  if (grant.typeId !== null && grant.typeId !== typeId) throw new DomainError("not_found", "certificates.notFound");
  const rows = await tx.select().from(certificates)
    .where(and(eq(certificates.typeId, typeId), heldByPrincipal({ accountId: grant.holderAccountId ?? "", organisationId: grant.holderOrganisationId }), grant.certificateId ? eq(certificates.id, grant.certificateId) : undefined))
    .orderBy(desc(eq(certificates.status, "valid")), desc(certificates.id)).limit(20);
  for (const row of rows) {
    const { record } = await readIntact(row);
    if (record?.holders.some(({ code }) => code === holderCode.toUpperCase())) return row;
  }
  throw new DomainError("not_found", "certificates.notFound");
}

type Asking = { reader: OpenReader; now: Date };

async function getLiving(tx: Tx, { reader: { id, departmentId }, now }: Asking, grantId: string): Promise<typeof usageGrants.$inferSelect> {
  const [grant] = await tx.select().from(usageGrants).where(eq(usageGrants.id, grantId)).limit(1);
  if (!grant || !(grant.clientId === id || grant.departmentId === departmentId)) throw new DomainError("not_found", "certificates.grantNotFound");
  const state = stateOfGrant(await withBounds(tx, now, grant), now);
  if (state !== "alive") throw new DomainError("forbidden", endedCodes[state]);
  return grant;
}
