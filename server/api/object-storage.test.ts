import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { applicationEvents, archives, certificates, files, notices, outbox } from "@/db/schema";
import { createItem, revisionContent } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { at, monday, openOffice, type Office } from "@/server/applications/router.testing";
import { jobs as applicationJobs } from "@/server/applications/jobs";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";
import { signCertificate } from "@/server/certificates/commands/sign";
import { certificateIssuer } from "@/server/certificates/router.testing";
import { openObjectServer } from "@/server/core/object-storage.testing";
import { verifyPackage } from "@/server/core/documents/archive-package";
import { signingKeys } from "@/server/core/documents/provider";
import { storage } from "@/server/core/storage";
import { sealNotice, tellApplicant } from "@/server/notices/commands";
import { archiveEnded } from "@/server/records/commands/archive";
import { expireAll } from "@/server/records/commands/retention";
import { handleArchives } from "./archives";
import { handleFiles } from "./files";

const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");

let objects: Awaited<ReturnType<typeof openObjectServer>>;
let office: Office;
let server: Server;
let base: string;

beforeAll(async () => {
  objects = await openObjectServer();
  const { url, bucket, keyId, secret } = objects.settings;
  Object.assign(process.env, { S3_URL: url, S3_BUCKET: bucket, S3_KEY: `${keyId}:${secret}` });
  office = await openOffice();
  process.env["DATABASE_URL"] = office.connection.url;
  server = createServer((request, response) => void (request.url?.startsWith("/api/archives") ? handleArchives : handleFiles)(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  base = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
});
afterAll(async () => {
  for (const name of ["S3_URL", "S3_BUCKET", "S3_KEY"]) delete process.env[name];
  server.close();
  server.closeAllConnections();
  await office.connection.close();
  await objects.end();
});

const system = (now = monday) => ({ actor: { kind: "system" as const }, now, requestId: "r", address: "jobs", db: office.db });
const cookieOf = async ({ id }: User) => `${cookieName("session")}=${await openSession(office.db, new Date(), { accountId: id, factors: ["password", "totp"], userAgent: null })}`;
const get = async (path: string, actor: User, headers: Record<string, string> = {}) => fetch(base + path, { headers: { cookie: await cookieOf(actor), ...headers } });

async function upload(actor: User, application: string) {
  const form = new FormData();
  for (const [key, value] of Object.entries({ application, field: "m1", returnTo: "/apply/x" })) form.set(key, value);
  form.append("file", new Blob([new Uint8Array(pdf)]), "户口本.pdf");
  const response = await fetch(`${base}/api/files`, { method: "POST", body: form, headers: { accept: "application/json", cookie: await cookieOf(actor) } });
  return { status: response.status, body: (await response.json()) as { code?: string; files: { fileId: string }[] } };
}

async function draftWithMaterial() {
  const item = await createItem(office.db, office.place, revisionContent({ form: null, materials: [{ key: "m1", name: { zh: "材料" }, necessity: "required", maxFiles: 5 }] }));
  const person = await office.citizen();
  const { id } = await office.as(person).applications.start({ itemCode: item.code });
  return { person, id };
}

const keyOf = async (fileId: string) => (await office.db.select().from(files).where(eq(files.id, fileId)))[0]?.storageKey ?? "";

describe("an upload", () => {
  it("lies in the bucket, is opened whole and in part, and goes with the draft that nobody touched", async () => {
    const { person, id } = await draftWithMaterial();
    const { status, body } = await upload(person, id);
    expect(status).toBe(200);
    const fileId = body.files[0]!.fileId;
    const whole = await get(`/api/files/${fileId}`, person);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(pdf);
    const part = await get(`/api/files/${fileId}`, person, { range: "bytes=9-", "if-range": whole.headers.get("etag") ?? "" });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 9-${pdf.length - 1}/${pdf.length}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(pdf.subarray(9));
    expect((await get(`/api/files/${fileId}`, person, { range: `bytes=${pdf.length}-` })).status).toBe(416);

    const key = await keyOf(fileId);
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    for (const passed of [170, 171, 200]) await expireAll(system(days(passed)));
    const removed = await office.db.select().from(outbox).where(eq(outbox.topic, "applications.filesRemoved"));
    expect(removed.flatMap(({ payload }) => payload["keys"])).toContain(key);
    for (const { payload } of removed) await applicationJobs.topics?.["applications.filesRemoved"]?.(system(), payload);
    expect(await storage().exists(key)).toBe(false);
  });

  it("is refused in words while the bucket is away, leaves nothing behind, and works again when it is back", async () => {
    const { person, id } = await draftWithMaterial();
    const { body: { files: [kept] } } = await upload(person, id);
    await objects.stop();
    try {
      expect(await upload(person, id)).toMatchObject({ status: 503, body: { code: "files.unavailable", files: [] } });
      const opened = await get(`/api/files/${kept!.fileId}`, person);
      expect([opened.status, await opened.json()]).toEqual([503, { code: "files.unavailable", params: {} }]);
      expect(await office.db.select().from(files).where(eq(files.applicationId, id))).toHaveLength(1);
    } finally {
      await objects.start();
    }
    expect(await upload(person, id)).toMatchObject({ status: 200 });
    expect(Buffer.from(await (await get(`/api/files/${kept!.fileId}`, person)).arrayBuffer())).toEqual(pdf);
  }, 20_000);
});

test("a certificate is signed when the bucket is back, once, and its file is what the row says", async () => {
  const issuer = await certificateIssuer(office);
  const id = await issuer.issue();
  await objects.stop();
  try {
    await expect(signCertificate(issuer.system(), { certificateId: id })).rejects.toMatchObject({ code: "files.unavailable" });
    expect((await office.db.select().from(certificates).where(eq(certificates.id, id)))[0]).toMatchObject({ signedAt: null, pdfKey: null });
  } finally {
    await objects.start();
  }
  await signCertificate(issuer.system(), { certificateId: id });
  const [row] = await office.db.select().from(certificates).where(eq(certificates.id, id));
  expect(createHash("sha256").update(await storage().getBytes(row!.pdfKey!)).digest("hex")).toBe(row!.pdfSha256);
}, 20_000);

test("an archive package is made in the bucket of papers in the bucket, and handed out whole and in part", async () => {
  const { desk, as } = office;
  const { id } = await office.submitted(await office.citizen(), office.plain);
  await as(desk.clerk).applications.accept({ id, version: 1 });
  await as(desk.reviewer).applications.startReview({ id, version: 2 });
  await as(desk.reviewer).applications.completeStep({ id, version: 3, opinion: "材料属实。" });
  await as(desk.approver).applications.approve({ id, version: 4, opinion: "准予。" });
  await as(desk.clerk).applications.close({ id, version: 5 });
  for (const event of await office.db.select().from(applicationEvents).where(eq(applicationEvents.applicationId, id))) await tellApplicant(system(), { eventId: event.id });
  for (const notice of await office.db.select().from(notices).where(eq(notices.applicationId, id))) await sealNotice(system(), { noticeId: notice.id });
  expect(await archiveEnded(system(at("2026-05-11")))).toBe(1);
  const [archive] = await office.db.select().from(archives).where(eq(archives.applicationId, id));
  const whole = Buffer.from(await (await get(`/api/archives/${archive!.id}`, desk.clerk)).arrayBuffer());
  expect(await verifyPackage(whole, await signingKeys().publicJwks())).toMatchObject({ status: "genuine" });
  const part = await get(`/api/archives/${archive!.id}`, desk.clerk, { range: "bytes=0-3" });
  expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, whole.subarray(0, 4)]);
});
