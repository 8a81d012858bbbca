import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seal } from "@/db/personal-data";
import { sealedTables, type SealedTable } from "@/db/sealed-places";
import { accounts, outbox } from "@/db/schema";
import { createItem, revisionContent } from "@/db/testing/factories";
import type { Field } from "@/domain/forms/schema";
import { env } from "@/env";
import { attachFile } from "@/server/applications/commands/files";
import { openOffice, monday, type Office } from "@/server/applications/router.testing";
import { listSentCodes, sendCode } from "@/server/auth/codes";
import { signInByCode } from "@/server/auth/sign-in";
import { openSession } from "@/server/auth/session";
import { keepForm } from "@/server/auth/kept-forms";
import { cookieName } from "@/server/auth/tokens";
import { storage } from "@/server/core/storage";
import { startJobs } from "@/server/jobs";
import type { Ctx } from "@/server/core/context";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T01:00:00Z";
});

/** What must be found nowhere. Each is typed by somebody below, through the door it comes by in life. */
const bankAccount = "6222020200112233446";
const address = { division: "310101", detail: "人民大道九百九十九弄八十八号" };
const strangerPhone = "17755566677";
const nextPhone = "17766677788";

let office: Office;
let person: Awaited<ReturnType<Office["citizen"]>>;
let planted: string[] = [];
let log = "";
let texts = new Map<string, string>();

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    log += String(chunk);
    return true;
  });
  office = await openOffice();
  person = await office.citizen();
  const detail = seal(address.detail, { table: "accounts", column: "address", row: person.id });
  await office.db.update(accounts).set({ address: detail }).where(eq(accounts.id, person.id));
  planted = [person.citizenId, person.phone, bankAccount, address.detail, strangerPhone, nextPhone];
  const jobs = await startJobs({ connectionString: office.connection.url });
  try {
    await signUp();
    await live();
    await settled();
  } finally {
    await jobs.stop();
  }
  texts = await everything();
}, 120_000);
afterAll(() => office.connection.close());

const ctx = (actor: Ctx["actor"]): Ctx => ({ actor, now: monday, requestId: "leaks", address: "203.0.113.9", db: office.db });

/** A stranger signs up by a code, and mistypes one on the way. */
async function signUp(): Promise<void> {
  const anonymous = ctx({ kind: "anonymous" });
  const token = await sendCode(anonymous, { purpose: "signIn", phone: strangerPhone });
  const [sent] = await listSentCodes(anonymous);
  const wrong = sent?.code === "000000" ? "111111" : "000000";
  await signInByCode(anonymous, token, wrong, { userAgent: "test" }).catch(() => undefined);
  await signInByCode(anonymous, token, sent?.code ?? "", { userAgent: "test" });
}

const field = (id: string, type: "citizenId" | "phone" | "address" | "bankAccount" | "text" | "file", zh: string): Field => ({ id, type, label: { zh } });

/** A whole case with everything a person types, down to the certificate, the rating and a request about their data. */
async function live(): Promise<void> {
  const fields = [field("shopName", "text", "店名"), field("ownerId", "citizenId", "身份证号"), field("ownerPhone", "phone", "手机"), field("home", "address", "住址"), field("account", "bankAccount", "账号"), field("m1", "file", "材料")];
  const item = await createItem(office.db, office.place, revisionContent({ form: { version: 1, sections: [{ id: "applicant", title: { zh: "申请人" }, fields }] }, result: office.item.content.result }));
  const mine = office.as(person, { key: crypto.randomUUID() });
  const { id } = await office.as(person, { key: crypto.randomUUID() }).applications.start({ itemCode: item.code });
  const name = `身份证 ${person.citizenId} ${person.phone}.pdf`;
  const path = join(env().DATA_DIR, "scan.pdf");
  await mkdir(env().DATA_DIR, { recursive: true });
  await writeFile(path, "%PDF-1.4 a scan");
  await storage().putFile("uploads/2026-03-02/scan.pdf", path);
  const { fileId } = await attachFile(ctx(person), { id, fieldId: "m1", file: { name, mime: "application/pdf", size: 15, sha256: "0".repeat(64), storageKey: "uploads/2026-03-02/scan.pdf" } });
  const home = { "home.division": address.division, "home.detail": address.detail };
  const saved = await office.as(person, { key: crypto.randomUUID() }).applications.save({ id, section: "applicant", raw: { shopName: "老张面馆", ownerId: person.citizenId, ownerPhone: person.phone, account: bankAccount, m1: [fileId], ...home } });
  expect(saved.errors).toEqual([]);
  const { number } = await mine.applications.submit({ id, declared: true });
  await keepTyped();
  const { clerk, reviewer, approver, certificateOfficer } = office.desk;
  await office.as(clerk).applications.getForDesk({ number });
  await office.as(clerk, { key: crypto.randomUUID() }).applications.reveal({ id, fieldId: "account", reason: "核对开户行" });
  await office.as(clerk, { key: crypto.randomUUID() }).applications.addNote({ id, body: `本人 ${person.phone} 来电` });
  await office.as(clerk, { key: crypto.randomUUID() }).applications.saveDeskDraft({ id, version: await versionOf(id), kind: "act:refuse", fields: { "refuse.reason": `账号 ${bankAccount} 有误` } });
  await office.as(clerk).applications.askRegister({ id, kind: "population" });
  await office.as(clerk).applications.watch({ number, version: 0 });
  await office.as(clerk).applications.accept({ id, version: await versionOf(id) });
  await office.as(reviewer).applications.startReview({ id, version: await versionOf(id) });
  await office.as(reviewer).applications.completeStep({ id, version: await versionOf(id), opinion: "符合条件" });
  await office.as(approver).applications.approve({ id, version: await versionOf(id), opinion: "同意" });
  await office.as(certificateOfficer).applications.issueCertificate({ id, version: await versionOf(id) });
  await office.as(certificateOfficer).applications.deliver({ id, version: await versionOf(id), method: "online" });
  await office.as(person).ratings.rate({ number, level: "satisfied", reasons: [], comment: `请回电 ${person.phone}`, anonymous: false });
  const { number: asked } = await office.as(person, { key: crypto.randomUUID() }).records.request({ kind: "correction", subject: "phone", value: nextPhone, why: `旧号 ${person.phone} 已停用` });
  const request = await office.as(office.desk.supervisor).records.getRequest({ number: asked });
  await office.as(office.desk.supervisor, { key: crypto.randomUUID() }).records.answer({ id: request.id, decision: "granted", reason: `已改为 ${nextPhone}` });
  // Refused input and unforeseen failures are logged without what was typed.
  await office.as(person).applications.save({ id: person.citizenId, section: "x", raw: { ownerId: person.citizenId } }).catch(() => undefined);
  await office.as(person).records.export({ form: "json" });
}

/** What was typed when the session ended, kept to be sent again. */
async function keepTyped(): Promise<void> {
  const token = await openSession(office.db, monday, { accountId: person.id, factors: ["password"], userAgent: "test" });
  await keepForm(office.db, monday, `${cookieName("session")}=${token}`, { path: "/apply", fields: { account: bankAccount } });
}

const versionOf = async (id: string) => (await office.connection.pool.query<{ version: number }>("select version from applications where id = $1", [id])).rows[0]?.version ?? 0;

/** Until every message was relayed and worked. */
async function settled(): Promise<void> {
  await vi.waitFor(async () => {
    const waiting = (await office.db.select().from(outbox)).filter(({ relayedAt }) => !relayedAt).length;
    const { rows } = await office.connection.pool.query("select 1 from pgboss.job where state in ('created','retry','active') and name not like 'schedules/%'");
    expect(waiting + rows.length).toBe(0);
  }, { timeout: 60_000, interval: 200 });
}

/** Every row of every table as text, every file, and the log. */
async function everything(): Promise<Map<string, string>> {
  const { pool } = office.connection;
  const found = new Map([["log", log]]);
  const { rows: tables } = await pool.query<{ place: string }>("select format('%I.%I', table_schema, table_name) as place from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')");
  for (const { place } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${place} t`);
    found.set(place, rows.map(({ row }) => row).join("\n"));
  }
  const folder = resolve(env().DATA_DIR);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) found.set(join(entry.parentPath, entry.name), `${entry.name}\n${(await readFile(join(entry.parentPath, entry.name))).toString("latin1")}`);
  }
  return found;
}

/** A text as it would look in plain, in hex, and in base64 from each of the three positions it may begin at. */
function forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const shifted = [0, 1, 2].map((pad) => {
    const whole = Buffer.concat([Buffer.alloc(pad), bytes]);
    // Characters that hold bits of a neighbour are left out.
    return whole.toString("base64").slice(Math.ceil((pad * 8) / 6), Math.floor((whole.length * 8) / 6));
  });
  const base64 = shifted.flatMap((one) => [one, one.replaceAll("+", "-").replaceAll("/", "_")]);
  return [text, bytes.toString("latin1"), bytes.toString("hex"), bytes.toString("hex").toUpperCase(), JSON.stringify(text).slice(1, -1), ...base64];
}

const leaks = (places: ReadonlyMap<string, string>) =>
  [...places].flatMap(([place, text]) => planted.flatMap((value, index) => forms(value).filter((form) => text.includes(form)).map(() => `${place}: value ${index}`)));

describe("what people told the portal", () => {
  it("is found in no table, job, log or file, in plain, hex or base64", () => {
    expect(texts.size).toBeGreaterThan(60);
    expect(leaks(texts)).toEqual([]);
  });

  it("would be found: the search sees it in each form, and everybody did leave something", () => {
    for (const pad of ["", "x", "xy"]) {
      const text = Buffer.from(`${pad}${person.citizenId}${pad}`).toString("base64");
      expect(leaks(new Map([["planted", text]]))).toContain("planted: value 0");
    }
    expect(leaks(new Map([["planted", Buffer.from(address.detail).toString("hex")]]))).toContain("planted: value 3");
    const rows = (table: string) => texts.get(`public.${table}`)?.split("\n").filter(Boolean).length ?? 0;
    for (const table of ["accounts", "applications", "certificates", "notices", "messages", "ratings", "files", "data_requests", "data_accesses", "one_time_codes", "kept_forms", "audit_log", "outbox", "idempotency_keys", "application_filings", "application_checks", "application_notes", "desk_drafts"]) expect([table, rows(table)]).not.toEqual([table, 0]);
    expect(texts.get("pgboss.job")?.length ?? 0).toBeGreaterThan(0);
    expect([...texts.keys()].filter((place) => place.endsWith(".pdf")).length).toBeGreaterThan(1);
  });

  it("is sealed only in places of the catalogue, each of which is a text column of a table walked by a UUID", async () => {
    const { pool } = office.connection;
    const { rows: columns } = await pool.query<{ table: string; column: string; type: string }>("select table_name as \"table\", column_name as \"column\", data_type as type from information_schema.columns where table_schema = 'public'");
    const types = new Map(columns.map(({ table, column, type }) => [`${table}.${column}`, type]));
    const catalogue: Record<string, SealedTable> = sealedTables;
    const places = Object.entries(catalogue).flatMap(([table, { columns: sealed }]) => sealed.map((column) => `${table}.${column}`));
    for (const place of places) expect([place, types.get(place)]).toEqual([place, "text"]);
    for (const [table, { key = "id", indexes = [] }] of Object.entries(catalogue)) {
      expect([table, types.get(`${table}.${key}`)]).toEqual([table, "uuid"]);
      for (const { column } of indexes) expect([column, types.get(`${table}.${column}`)]).toEqual([column, "text"]);
    }
    const sealed = new Set<string>();
    for (const { table, column } of columns) {
      // A former address waits, sealed, in the one message that tells it, and passes with it.
      const but = table === "outbox" ? "and topic <> 'identity.tellFormer'" : "";
      const { rowCount } = await pool.query(`select 1 from "${table}" where "${column}"::text ~ 'e2\\.[a-z0-9-]{1,20}\\.[A-Za-z0-9_-]{60,}' ${but} limit 1`);
      if (rowCount) sealed.add(`${table}.${column}`);
    }
    expect([...sealed].filter((place) => !places.includes(place))).toEqual([]);
    expect(sealed.size).toBeGreaterThan(10);
  });
});
