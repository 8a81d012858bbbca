import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { and, asc, eq, inArray, isNull, lt, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { applicationEvents, applications, archives } from "@/db/schema";
import { endedStatuses } from "@/domain/applications/schema";
import type { ArchiveFile, ArchiveManifest } from "@/domain/records/schema/archive";
import { env } from "@/env";
import { getCase, type Case } from "@/server/applications/queries/case";
import { firstEvent, historyMoved } from "@/server/applications/queries/events";
import { hasUnscanned } from "@/server/applications/queries/unscanned";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { manifestText, openPackage, signManifest } from "@/server/core/documents/archive-package";
import { signingKeys } from "@/server/core/documents/provider";
import { logger } from "@/server/core/logger";
import { storage } from "@/server/core/storage";
import { archivedEvents, awaitsSeal, entriesOf, metadataOf } from "../queries/archive-content";

const batch = 50;

/**
 * Packs the cases that ended long enough ago (`ARCHIVE_AFTER_DAYS`), each once. Returns how many were packed. A case whose
 * papers are not sealed yet, or not scanned, waits for another night; one whose history was moved away, until its year is back. A case that was voided after it was packed is packed again at once, in
 * a package that names the one it supersedes. Safe with two runners: one package stays.
 */
export async function archiveEnded(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - env().ARCHIVE_AFTER_DAYS * 86_400_000);
  const ended = await ctx.db.select({ id: applications.id }).from(applications).leftJoin(archives, eq(archives.applicationId, applications.id))
    .where(and(inArray(applications.status, [...endedStatuses]), isNull(archives.id), lt(sql`coalesce(${applications.closedAt}, ${applications.changedAt})`, before)))
    .orderBy(asc(applications.id)).limit(batch);
  let packed = 0;
  for (const { id } of [...ended, ...(await overtaken(ctx))]) packed += (await archiveCase(ctx, id)) ? 1 : 0;
  return packed;
}

const latestOf = (applicationId: SQL | AnyPgColumn) => sql`(${archives.applicationId} = ${applicationId} and not exists (select 1 from archives later where later.supersedes_id = ${archives.id}))`;

/** Cases whose package tells of an end that was voided since. */
function overtaken({ db }: Ctx): Promise<{ id: string }[]> {
  return db.select({ id: applications.id }).from(applications).innerJoin(archives, latestOf(applications.id))
    .where(and(eq(applications.status, "voided"), sql`exists (select 1 from ${applicationEvents} where ${applicationEvents.applicationId} = ${applications.id} and ${applicationEvents.action} = 'void' and ${applicationEvents.at} > ${archives.madeAt})`))
    .orderBy(asc(applications.id)).limit(batch);
}

/** Packs one case; false where it has to wait, or was packed by another. */
async function archiveCase(ctx: Ctx, id: string): Promise<boolean> {
  const found = await getCase(ctx.db, ctx.actor, { id });
  if ((await awaitsSeal(ctx, id)) || (await hasUnscanned(ctx.db, id))) return false;
  if ((await historyMoved(ctx.db, found.application, await firstEvent(ctx.db, id))) !== null) {
    logger.error("records.historyMoved", { applicationId: id });
    return false;
  }
  const folder = resolve(env().DATA_DIR, "incoming", randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    const path = join(folder, "package.zip");
    const [before] = await ctx.db.select().from(archives).where(latestOf(sql`${id}::uuid`)).limit(1);
    const packed = await pack(ctx, found, { path, before });
    const storageKey = `archives/${ctx.now.toISOString().slice(0, 7)}/${randomUUID()}.zip`;
    await storage().putFile(storageKey, path);
    const kept = await keep(ctx, found, { ...packed, storageKey, supersedesId: before?.id ?? null });
    if (!kept) await storage().delete(storageKey);
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Packed = { size: number; sha256: string; manifestSha256: string; fileCount: number; kid: string };

async function pack(ctx: Ctx, found: Case, { path, before }: { path: string; before: typeof archives.$inferSelect | undefined }): Promise<Packed> {
  const events = await archivedEvents(ctx, found);
  const zip = openPackage(path, ctx.now);
  const files: ArchiveFile[] = [];
  for await (const entry of entriesOf(ctx, found, events)) files.push(await zip.add(entry));
  const [first, last] = [events.at(0), events.at(-1)];
  if (!first || !last) throw new Error(`case ${found.application.id} ended without an event`);
  const manifest: ArchiveManifest = {
    format: "tongban.case-archive/1", number: found.application.number, madeAt: ctx.now.toISOString(), metadata: metadataOf(found),
    events: { count: events.length, first: first.sequence, last: last.sequence, head: last.hash }, files,
    ...(before ? { supersedes: { sha256: before.sha256, madeAt: before.madeAt.toISOString() } } : {}),
  };
  const key = await signingKeys().documentSigningKey();
  const listed = await zip.add(signing("manifest.json", "application/json", manifestText(manifest)));
  await zip.add(signing("manifest.jws", "text/plain", await signManifest(manifest, key)));
  await zip.add(signing("keys.json", "application/json", JSON.stringify(await signingKeys().publicJwks(), null, 2)));
  return { ...(await zip.end()), manifestSha256: listed.sha256, fileCount: files.length, kid: key.kid };
}

const signing = (path: string, mime: string, text: string) => ({ path, title: path, kind: "readme" as const, mime, content: Buffer.from(text) });

function keep(ctx: Ctx, { application: { id, departmentId, divisionCode } }: Case, packed: Packed & { storageKey: string; supersedesId: string | null }): Promise<boolean> {
  return commit(ctx, async (tx) => {
    const rows = await tx.insert(archives).values({ ...packed, applicationId: id, departmentId, divisionCode, madeAt: ctx.now }).onConflictDoNothing().returning({ id: archives.id });
    return { value: rows.length > 0, audit: { action: "records.archive", subject: { type: "application", id }, after: { sha256: packed.sha256, manifestSha256: packed.manifestSha256, supersedes: packed.supersedesId, kept: rows.length > 0 } } };
  });
}
