import { and, desc, eq } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { deskDrafts } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import type { ByNumber } from "@/domain/applications/schema";
import { DraftFields } from "@/domain/applications/schema/case";
import type { User } from "@/domain/core/actor";
import type { Ctx } from "@/server/core/context";
import { getCase } from "./case";

export const deskDraftPlace = (id: string): Place => ({ table: "desk_drafts", column: "fields", row: id });

/** What this person typed about a case and has not sent, the last first. Errors: `applications.notFound`. */
export async function listDeskDrafts({ db, actor: by }: Ctx, actor: User, { number }: ByNumber) {
  const { application } = await getCase(db, by, { number });
  const rows = await db.select().from(deskDrafts).where(and(eq(deskDrafts.applicationId, application.id), eq(deskDrafts.accountId, actor.id))).orderBy(desc(deskDrafts.savedAt));
  return rows.map(({ id, kind, fields, savedAt }) => ({ kind, savedAt: savedAt.toISOString(), fields: DraftFields.parse(JSON.parse(open(fields, deskDraftPlace(id)))) }));
}
