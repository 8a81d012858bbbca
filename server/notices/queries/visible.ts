import { asc, eq } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { certificateHolders, certificates, notices } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { isApplicant, isColleague } from "@/domain/applications/policy";
import { isHolder } from "@/domain/certificates/policy";
import type { Actor } from "@/domain/core/actor";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { NoticeBody } from "@/domain/notices/schema";
import { getCase, type Case } from "@/server/applications/queries/case";
import { lifeFacts } from "@/server/certificates/queries/life";

export type NoticeRow = typeof notices.$inferSelect;

export const bodyPlace = (id: string): Place => ({ table: "notices", column: "body", row: id });

/** The wording of a notice as issued. */
export const bodyOf = ({ id, body }: Pick<NoticeRow, "id" | "body">): NoticeBody => NoticeBody.parse(JSON.parse(open(body, bodyPlace(id))));

type Source = { db: Reader | Tx; actor: Actor; now: Date };

/** A notice for one who may see it: as its addressee or not, of which case, whom it is about, whether they may hand it over. */
export type VisibleNotice = { row: NoticeRow; addressed: boolean; application: Case["application"] | null; about: string[]; mayServe: boolean };

/** A notice for whoever may see its case, holds its certificate, or works on it; any other looks exactly like a missing one. Errors: `notices.notFound`. */
export async function getVisible(source: Source, id: string): Promise<VisibleNotice> {
  const [row] = await source.db.select().from(notices).where(eq(notices.id, id)).limit(1);
  if (!row) throw new DomainError("not_found", "notices.notFound");
  try {
    return await (row.certificateId ? ofCertificate(source, row, row.certificateId) : ofCase(source, row, row.applicationId ?? ""));
  } catch (error) {
    throw isDomainError(error) && error.kind === "not_found" ? new DomainError("not_found", "notices.notFound") : error;
  }
}

async function ofCase({ db, actor }: Source, row: NoticeRow, applicationId: string): Promise<VisibleNotice> {
  const { application, facts } = await getCase(db, actor, { id: applicationId });
  return { row, application, addressed: isApplicant(actor, application), about: [application.applicantAccountId], mayServe: isColleague(actor, facts) };
}

async function ofCertificate(source: Source, row: NoticeRow, certificateId: string): Promise<VisibleNotice> {
  const { addressed, about } = await standingTo(source, certificateId);
  return { row, application: null, addressed, about, mayServe: !addressed };
}

/** Whether somebody holds a certificate or works on it, and whom it is about. Errors: `certificates.notFound`. */
async function standingTo(source: Source, certificateId: string): Promise<{ addressed: boolean; about: string[] }> {
  const holders = await source.db.select().from(certificateHolders).where(eq(certificateHolders.certificateId, certificateId));
  const about = holders.flatMap(({ accountId }) => accountId ?? []);
  if (isHolder(source.actor, holders)) return { addressed: true, about };
  const [certificate] = await source.db.select().from(certificates).where(eq(certificates.id, certificateId)).limit(1);
  await lifeFacts(source.db, source, certificate);
  return { addressed: false, about };
}

/** The notices about a certificate, in the order of the acts, for its holders and its issuer's desk. Errors: `certificates.notFound`. */
export async function noticesOfCertificate(source: Source, certificateId: string): Promise<NoticeRow[]> {
  await standingTo(source, certificateId);
  return source.db.select().from(notices).where(eq(notices.certificateId, certificateId)).orderBy(asc(notices.createdAt), asc(notices.id));
}
