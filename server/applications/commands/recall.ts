import { and, desc, eq, gte, inArray, isNotNull, isNull, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, certificates, recalledAnswers, serviceItemRevisions } from "@/db/schema";
import { isApplicant } from "@/domain/applications/policy";
import { statusOn } from "@/domain/certificates/rules";
import { isDelegated, principalOf, reaches, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import type { FormContext, Recalled } from "@/domain/forms/rules/context";
import { certificateLine, certificateSourcesIn, fieldsOfEarlier, isAboutSame, sameQuestion, type Filed } from "@/domain/forms/rules/prefill";
import type { CertificateSource, Field, FormDefinition } from "@/domain/forms/schema";
import { actionLevels } from "@/domain/identity/rules/levels";
import { formOf } from "@/domain/items/rules";
import { recordUse } from "@/server/certificates/commands/uses";
import { heldByPrincipal } from "@/server/certificates/queries/held";
import { readIntact } from "@/server/certificates/queries/intact";
import type { AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { answersOf } from "../queries/case";
import { recalledPlace } from "../queries/recalled";

type Begun = { id: string; serviceItemId: string; itemName: string; definition: FormDefinition; context: Pick<FormContext, "profile" | "organisation"> };
/** What was found, and of each certificate that was read which lines. */
type Found = { recalled: Recalled; read: { certificateId: string; fields: string[] }[] };

const nothing: Found = { recalled: { certificates: {}, earlier: {} }, read: [] };

/**
 * What is known for a form that is begun: lines of certificates that the applicant holds and that are valid today, and what the
 * same applicant answered to the same questions when they filed before. At a counter nothing is looked up: whoever stands there
 * shows what they have, and the clerk reads no more than that.
 */
export async function recall(tx: Tx, ctx: Ctx, actor: User, begun: Begun): Promise<Found> {
  if (actor.servedBy) return nothing;
  const held = await linesHeld(tx, ctx, actor, begun);
  return { recalled: { certificates: held.lines, earlier: await earlierAnswers(tx, ctx, actor, begun) }, read: held.read };
}

// As with certificates in place of papers: whoever may only fill in for somebody may not read them for that.
function mayRead({ assuranceLevel, actingFor }: User, { id, serviceItemId }: Begun): boolean {
  return reaches(assuranceLevel, actionLevels.viewCertificate) && isDelegated(actingFor, "submit", { id, serviceItemId });
}

async function linesHeld(tx: Tx, { now }: Ctx, actor: User, begun: Begun): Promise<{ lines: Recalled["certificates"]; read: Found["read"] }> {
  const wanted = Map.groupBy(certificateSourcesIn(begun.definition), (source) => certificateLine(source).typeId);
  const lines: Partial<Record<CertificateSource, Recalled["certificates"][CertificateSource]>> = {};
  if (wanted.size === 0 || !mayRead(actor, begun)) return { lines, read: [] };
  const today = shanghaiDay(now);
  const rows = await tx.select().from(certificates)
    .where(and(inArray(certificates.typeId, [...wanted.keys()]), eq(certificates.status, "valid"), isNotNull(certificates.jws), heldByPrincipal(principalOf(actor)))).orderBy(desc(certificates.id)).limit(50);
  const read: Found["read"] = [];
  for (const [typeId, sources] of wanted) {
    const row = rows.find((one) => one.typeId === typeId && statusOn(one, today) === "valid");
    const { record } = row ? await readIntact(row) : {};
    if (!row || !record) continue;
    const found = sources.flatMap((source) => {
      const { key } = certificateLine(source);
      const text = record.extend_info.find((line) => line.key === key)?.value;
      return text ? [{ source, key, text }] : [];
    });
    for (const { source, text } of found) lines[source] = { name: row.name, on: row.issuedOn, text };
    if (found.length > 0) read.push({ certificateId: row.id, fields: found.map(({ key }) => `face.${key}`) });
  }
  return { lines, read };
}

const mostEarlier = 30;
const yearsBack = 3;

/** Answers of the same applicant, and of no application that a delegate could not open. */
async function earlierAnswers(tx: Tx, { now }: Ctx, actor: User, { serviceItemId, definition, context }: Begun): Promise<Recalled["earlier"]> {
  const fields = fieldsOfEarlier(definition);
  if (fields.length === 0) return {};
  const { accountId, organisationId } = principalOf(actor);
  const rows = await tx.select({ application: applications, content: serviceItemRevisions.content }).from(applications)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId))
    .where(and(
      organisationId ? eq(applications.organisationId, organisationId) : and(eq(applications.applicantAccountId, accountId), isNull(applications.organisationId)),
      ne(applications.status, "draft"), gte(applications.receivedAt, new Date(now.getTime() - yearsBack * 365 * 86_400_000)),
    )).orderBy(desc(applications.receivedAt), desc(applications.id)).limit(mostEarlier);
  const earlier: Record<string, Recalled["earlier"][string]> = {};
  for (const { application, content } of rows) {
    const open = fields.filter(({ id }) => !Object.hasOwn(earlier, id));
    if (open.length === 0) break;
    if (!isApplicant(actor, application)) continue;
    const filed: Filed = { definition: formOf(content), answers: answersOf(application), sameItem: application.serviceItemId === serviceItemId, byOther: application.applicantAccountId !== accountId };
    if (isAboutSame(filed, context)) Object.assign(earlier, taken(open, filed, { name: application.itemName, on: shanghaiDay(application.receivedAt ?? application.savedAt) }));
  }
  return earlier;
}

function taken(fields: readonly Field[], filed: Filed, evidence: { name: string; on: string }): Recalled["earlier"] {
  return Object.fromEntries(fields.flatMap((field) => {
    const value = filed.answers[sameQuestion(field, filed)?.id ?? ""];
    return value === undefined ? [] : [[field.id, { ...evidence, value }] as const];
  }));
}

/** Keeps what was found beside the application that it was found for; each reading of a certificate is in its holder's record. */
export async function keepRecalled(tx: Tx, { now }: Ctx, actor: User, { found: { recalled, read }, ...begun }: { found: Found; id: string; serviceItemId: string; itemName: string }): Promise<AuditEntry[]> {
  const rows = [
    ...Object.entries(recalled.certificates).flatMap(([source, line]) => (line ? [{ source, fieldId: null, name: line.name, onDay: line.on, value: line.text }] : [])),
    ...Object.entries(recalled.earlier).map(([fieldId, { name, on, value }]) => ({ source: "earlier", fieldId, name, onDay: on, value: JSON.stringify(value) })),
  ];
  for (const row of rows) {
    const id = await newId(tx);
    await tx.insert(recalledAnswers).values({ ...row, id, applicationId: begun.id, value: seal(row.value, recalledPlace(id)) });
  }
  const audits: AuditEntry[] = [];
  for (const { certificateId, fields } of read) {
    const by = { kind: "holder", id: actor.id, name: actor.name } as const;
    const useId = await recordUse(tx, now, {
      certificateId, kind: "fill", mode: actor.actingFor?.kind === "person" ? "delegate" : "holder", by, purpose: `填写${[...begun.itemName].slice(0, 120).join("")}的申请`, fields, applicationId: begun.id, itemId: begun.serviceItemId,
    });
    audits.push({ action: "certificates.use", subject: { type: "certificate", id: certificateId }, after: { useId, kind: "fill", by: { kind: by.kind, id: by.id }, fields } });
  }
  return audits;
}

/** What was found for drafts that go. */
export async function forgetRecalled(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.delete(recalledAnswers).where(inArray(recalledAnswers.applicationId, [...ids]));
}
