import { randomInt } from "node:crypto";
import { inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { certificateLayouts, divisions } from "@/db/schema";
import { divisionsIn, faceOf, validUntil } from "@/domain/certificates/rules";
import { CertificateRecord, type HolderType } from "@/domain/certificates/schema";
import type { Day } from "@/domain/core/calendar";
import { makeCertificateIdentifier } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { dayInWords } from "@/domain/core/words";
import { ancestry } from "@/domain/departments/rules";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import type { Layout } from "@/domain/items/schema/layout";
import type { CaseFact, ItemResult } from "@/domain/items/schema/result";
import { env } from "@/env";
import type { AuditEntry, OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordDigest } from "@/server/core/documents/canonical";
import { keepHolders, type NewHolder } from "./commands/holders";
import { takePlace } from "./commands/renew";
import { writeCertificate } from "./commands/write";
import { findIssuedType, type IssuedType } from "./queries/catalogue";

export type IssueCertificate = {
  applicationId: string;
  applicationNumber: string;
  itemName: string;
  itemBasicCode: string;
  result: ItemResult;
  holder: { accountId: string; organisationId: string | null; name: string; code: string; type: HolderType };
  /** Further holders (共有), in the order they were named. */
  coHolders?: (NewHolder & { name: string })[];
  issuer: { departmentId: string; name: string; uscc: string };
  divisionCode: string;
  /** The form the answers were given under, of the case's own revision. */
  form: FormDefinition;
  answers: Answers;
  decidedOn: Day;
};

export type Issued = { id: string; identifier: string; audit: AuditEntry[]; outbox: OutboxEntry[] };

/**
 * Writes a new certificate inside the caller's transaction: identifier by GB/T 36904, record by GB/T 36903, sealed, under the
 * published edition of its type, which it keeps, on the item's own page or the type's. Where the type allows one per holder and they have one that
 * is current, this is its next version (延续、换发) and takes its place. Signing follows through the outbox. Errors:
 * `certificates.typeUnknown` (conflict), `certificates.identifierPartsInvalid`, and as `takePlace`.
 */
export async function insertCertificate(tx: Tx, ctx: Ctx, input: IssueCertificate): Promise<Issued> {
  const type = await findIssuedType(tx, input.result.certificateType);
  if (!type) throw new DomainError("conflict", "certificates.typeUnknown", { type: input.result.certificateType ?? "" });
  const until = validUntil(type.content.validity, input.decidedOn, input.result.validMonths);
  const first = makeRecord(type, { face: await faceFor(tx, input, until), until }, input);
  const { record, earlier } = await placeOf(tx, ctx, type, { record: first, applicationId: input.applicationId });
  const written = await writeCertificate(tx, ctx, {
    record, typeId: type.id, typeEditionId: type.editionId, layoutDigest: await keepLayout(tx, input.result.layout ?? type.content.layout), several: type.content.severalPerHolder,
    holderAccountId: input.holder.accountId, holderOrganisationId: input.holder.organisationId, applicationId: input.applicationId, issuerDepartmentId: input.issuer.departmentId,
    previousId: earlier?.id ?? null, origin: earlier ? "renewed" : "issued",
  }, { act: earlier ? "renew" : "issue" });
  await keepHolders(tx, written.id, [input.holder, ...(input.coHolders ?? [])]);
  const { audit, outbox } = earlier ?? { audit: [], outbox: [] };
  return { ...written, audit: [...audit, written.audit], outbox: [...outbox, ...written.outbox] };
}

const placeOf = async (tx: Tx, ctx: Ctx, { id: typeId, content }: IssuedType, first: { record: CertificateRecord; applicationId: string }): ReturnType<typeof takePlace> =>
  content.severalPerHolder ? { record: first.record } : takePlace(tx, ctx, { ...first, typeId });

async function faceFor(tx: Tx, input: IssueCertificate, until: Day | null): Promise<CertificateRecord["extend_info"]> {
  return faceOf(input.result.face ?? [], { ...input, facts: factsOf(input, until), divisionName: await divisionNames(tx, divisionsIn(input.form, input.answers)) });
}

/** The facts a face field may be bound to, in words. */
function factsOf({ holder, applicationNumber, itemName, issuer, decidedOn }: IssueCertificate, until: Day | null): Record<CaseFact, string> {
  return {
    "case.holderName": holder.name, "case.holderCode": holder.code, "case.applicationNumber": applicationNumber, "case.itemName": itemName, "case.issuer": issuer.name,
    "case.decidedOn": dayInWords(decidedOn), "case.validUntil": until === null ? "长期" : dayInWords(until),
  };
}

/** Equal pages are kept once. */
export async function keepLayout(tx: Tx, layout: Layout | undefined): Promise<string | null> {
  if (!layout) return null;
  const digest = recordDigest(layout);
  await tx.insert(certificateLayouts).values({ digest, layout }).onConflictDoNothing();
  return digest;
}

const SERIAL_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Random, so that knowing one certificate's identifier never leads to another's. */
export const newSerial = () => Array.from({ length: 20 }, () => SERIAL_CHARACTERS[randomInt(SERIAL_CHARACTERS.length)]).join("");

function makeRecord({ code, content: { name } }: IssuedType, { face, until }: { face: CertificateRecord["extend_info"]; until: Day | null }, input: IssueCertificate): CertificateRecord {
  const { holder, issuer, decidedOn } = input;
  const serial = newSerial();
  return CertificateRecord.parse({
    schema: "tongban.certificate/1",
    certificate_identifier: makeCertificateIdentifier({ typeCode: code, issuerUscc: issuer.uscc, serial, version: 1 }),
    certificate_type_name: name,
    certificate_type_code: code,
    certificate_name: name,
    certificate_number: serial,
    certificate_version: "001",
    issuing_authority_name: issuer.name,
    issuing_authority_code: issuer.uscc,
    issuing_date: decidedOn,
    validate_start: decidedOn,
    validate_end: until,
    area_code: input.divisionCode,
    holders: [holder, ...(input.coHolders ?? [])].map(({ name: holderName, code: number, type }) => ({ name: holderName, code: number, type })),
    related_item_name: input.itemName,
    related_item_code: input.itemBasicCode,
    extend_info: face,
    demo: env().demo,
  } satisfies CertificateRecord);
}

const chain = (code: string) => ancestry(code).filter((entry) => entry !== "000000").toReversed();

/** Full names from the province down, such as 上海市黄浦区; a code without a row stands for itself. */
async function divisionNames(tx: Tx, codes: readonly string[]): Promise<(code: string) => string> {
  const wanted = [...new Set(codes.flatMap(chain))];
  const rows = wanted.length > 0 ? await tx.select({ code: divisions.code, name: divisions.name }).from(divisions).where(inArray(divisions.code, wanted)) : [];
  const names = new Map(rows.map(({ code, name }) => [code, name]));
  return (code) => chain(code).map((entry) => names.get(entry) ?? "").filter((name) => name !== "市辖区").join("") || code;
}
