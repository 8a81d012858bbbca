import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { notices, type certificateEvents } from "@/db/schema";
import type { CertificateRecord } from "@/domain/certificates/schema";
import { proposedActs, type ProposedAct } from "@/domain/certificates/schema/life";
import { shanghaiDay } from "@/domain/core/calendar";
import { noticeBody, noticeNumber, noticeSequence } from "@/domain/notices/rules";
import { takingWord, type NoticeFacts } from "@/domain/notices/rules/values";
import { certificateNotices } from "@/domain/notices/schema";
import { env } from "@/env";
import { nextInSequence } from "@/server/applications/commands/act";
import { openReason, openRecord, type CertificateRow } from "@/server/certificates/queries/record";
import type { AuditEntry, OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { bodyPlace } from "../queries/visible";
import { currentNoticeText } from "../queries/texts";

type EventRow = typeof certificateEvents.$inferSelect;

/**
 * Writes the decision that takes a certificate away, numbered, dated, with ground, provision and remedies, and orders its
 * sealing; once for each act. Nothing for what takes nothing away, and for what the notice of a case tells already.
 */
export async function writeCertificateNotice(tx: Tx, ctx: Ctx, { event, row }: { event: EventRow; row: CertificateRow }): Promise<{ audit: AuditEntry[]; outbox: OutboxEntry[] } | undefined> {
  const act = proposedActs.find((one) => one === event.act);
  if (!act || event.proposalId === null) return undefined;
  const [written] = await tx.select({ id: notices.id }).from(notices).where(eq(notices.certificateEventId, event.id)).limit(1);
  if (written) return undefined;
  const [id, kind, record] = [await newId(tx), certificateNotices[act], openRecord(row)];
  const place = { kind, divisionCode: row.divisionCode ?? record.area_code, issuedOn: shanghaiDay(event.at) };
  const number = noticeNumber(place, await nextInSequence(tx, noticeSequence(place)));
  const { version: textVersion, content } = await currentNoticeText(tx, kind);
  const body = seal(JSON.stringify(noticeBody(kind, factsOf({ event, act }, record), content)), bodyPlace(id));
  await tx.insert(notices).values({ id, number, certificateEventId: event.id, certificateId: row.id, kind, body, issuedOn: place.issuedOn, createdAt: ctx.now, textVersion });
  return {
    audit: [{ action: "notices.issue", subject: { type: "notice", id }, after: { number, kind, certificateEventId: event.id, textVersion } }],
    outbox: [{ topic: "notices.seal", payload: { noticeId: id } }],
  };
}

/** No case is spoken of: what belongs to one is empty. */
const ofNoCase = {
  number: "", itemName: "", itemType: "", promisedDueOn: null, statutoryDueOn: null, deliveryDueOn: null, startOn: null, endOn: null, extension: null, correction: null,
  procedure: null, hearing: null, competentOrgan: null, newNumber: null, tolerated: [], termination: null, issuesCertificate: false, ground: null,
} satisfies Partial<NoticeFacts>;

function factsOf({ event, act }: { event: EventRow; act: ProposedAct }, { holders, ...record }: CertificateRecord): NoticeFacts {
  const on = shanghaiDay(event.at);
  return {
    ...ofNoCase, recipient: holders.map(({ name }) => name).join("、"), forOrganisation: holders.every(({ type }) => type === "001"), issuer: record.issuing_authority_name,
    issuedOn: on, receivedOn: on, reason: openReason(event), basis: event.basis, certificate: null, reviewUrl: env().REVIEW_FILING_URL,
    taking: { word: takingWord(act, event.ground), name: record.certificate_name, number: record.certificate_number, identifier: record.certificate_identifier },
  };
}
