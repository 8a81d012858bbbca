import { eq } from "drizzle-orm";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { certificates } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { prepareDatabase } from "@/server/core/process/database";
import { signCertificate } from "./commands/sign";
import { certificateIssuer } from "./router.testing";

vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let issuer: Awaited<ReturnType<typeof certificateIssuer>>;
let portal: Client;
let signer: Client;
const login = `portal_${process.pid}`;
const password = "only-for-this-test";
const refused = { code: "42501" };

const portalUrl = () => Object.assign(new URL(test.url), { username: login, password });

async function connected(url: URL): Promise<Client> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  return client;
}

beforeAll(async () => {
  test = await createTestDatabase();
  issuer = await certificateIssuer(test);
  await test.pool.query(`create role ${login} login password '${password}' in role tongban_portal`);
  portal = await connected(portalUrl());
  signer = await connected(new URL(test.url));
  await Promise.all([portal, signer].map((client) => client.query("set app.sees = 'all'")));
  await signer.query("set role tongban_signer");
});
afterAll(async () => {
  await Promise.all([portal.end(), signer.end()]);
  await test.pool.query(`drop role ${login}`);
  await test.close();
});

const rowOf = async (id: string) => (await test.db.select().from(certificates).where(eq(certificates.id, id)))[0];
const forgery = "set jws = 'e2.k.a.b', sd_jwt = 'e2.k.a.b', pdf_key = 'certificates/forged.pdf', pdf_sha256 = repeat('0', 64), signed_at = now()";

describe("who serves people", () => {
  it("writes no signature, neither as owner of the database nor by the role of its own", async () => {
    const id = await issuer.issue();
    await expect(test.pool.query(`update certificates ${forgery} where id = $1`, [id])).rejects.toMatchObject(refused);
    await expect(portal.query(`update certificates ${forgery} where id = $1`, [id])).rejects.toMatchObject(refused);
    await expect(portal.query("update certificates set pdf_sha256 = repeat('0', 64) where id = $1", [id])).rejects.toMatchObject(refused);
    const copy = "id, identifier, type_id, version, status, name, issuer_department_id, record, record_digest, issued_on, created_at, jws, pdf_key, signed_at";
    const values = "uuidv7(), 'x', type_id, 1, 'valid', name, issuer_department_id, record, 'x', issued_on, created_at, 'e2.k.a.b', 'x', now()";
    await expect(portal.query(`insert into certificates (${copy}) select ${values} from certificates where id = $1`, [id])).rejects.toMatchObject(refused);
    expect(await rowOf(id)).toMatchObject({ jws: null, sdJwt: null, pdfKey: null, pdfSha256: null, signedAt: null });
  });

  it("starts on tables that it does not own", async () => {
    await expect(prepareDatabase(portalUrl().href, "none")).resolves.toBe(false);
  });

  it("cannot step into the signer's role or take the guard away, and changes what is not signed", async () => {
    const id = await issuer.issue();
    await expect(portal.query("set role tongban_signer")).rejects.toMatchObject(refused);
    await expect(portal.query("alter table certificates disable trigger all")).rejects.toMatchObject(refused);
    await expect(portal.query("set session_replication_role = replica")).rejects.toMatchObject(refused);
    await expect(portal.query("drop function keep_signature() cascade")).rejects.toMatchObject(refused);
    expect((await portal.query("update certificates set status = 'suspended' where id = $1", [id])).rowCount).toBe(1);
  });

  it("adds to the audit log and changes nothing of it, nor of its chain", async () => {
    const { rows } = await portal.query<{ name: string }>("select relname || ' ' || privilege as name from pg_class, unnest(array['insert', 'update', 'delete', 'truncate']) privilege where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname like 'audit%' and has_table_privilege(oid, privilege)");
    expect(rows).toEqual([{ name: "audit_log insert" }]);
    await expect(portal.query("set role tongban_sealer")).rejects.toMatchObject(refused);
  });
});

describe("an owner of the tables who is no superuser", () => {
  it("migrates and steps into the signer's role, once an administrator of the cluster lets them", async () => {
    const owner = `owner_${process.pid}`;
    await test.pool.query(`create role ${owner} login password '${password}'`);
    await test.pool.query(`grant tongban_signer, tongban_sealer, tongban_portal, tongban_jobs to ${owner} with inherit false, set true`);
    await test.pool.query(`create database ${owner} owner ${owner}`);
    const url = Object.assign(new URL(test.url), { username: owner, password, pathname: `/${owner}` });
    await expect(prepareDatabase(url.href, "none")).resolves.toBe(false);
    const client = await connected(url);
    await expect(client.query("select jws from certificates")).resolves.toMatchObject({ rowCount: 0 });
    await client.query("set role tongban_signer");
    await expect(client.query("select jws from certificates")).rejects.toMatchObject(refused);
    await client.end();
    await test.pool.query(`drop database ${owner} with (force)`);
    await test.pool.query(`drop role ${owner}`);
  });
});

describe("the signer", () => {
  it.each([
    ["changes no state", "update certificates set status = 'revoked'"],
    ["changes no holder", "update certificates set holder_account_id = null"],
    ["changes no record", "update certificates set record = 'x'"],
    ["issues nothing", "insert into certificates (id) values (uuidv7())"],
    ["deletes nothing", "delete from certificates"],
    ["does not see who holds a certificate", "select holder_account_id from certificates"],
    ["sees no accounts", "select id from accounts"],
    ["sees no cases", "select id from applications"],
    ["does not read the audit log", "select id from audit_log"],
    ["takes no guard away", "alter table certificates disable trigger all"],
  ])("%s", async (_, statement) => {
    await issuer.issue();
    await expect(signer.query(statement)).rejects.toMatchObject(refused);
  });

  it("writes a signature once", async () => {
    const id = await issuer.issue();
    await signCertificate(issuer.system(), { certificateId: id });
    const signed = await rowOf(id);
    expect(signed?.signedAt).not.toBeNull();
    for (const change of [forgery.slice(4), "jws = 'e2.k.a.b'", "sd_jwt = null", "pdf_sha256 = repeat('0', 64)", "signed_at = signed_at + interval '1 day'", "jws = null, sd_jwt = null, pdf_key = null, pdf_sha256 = null, signed_at = null"]) {
      await expect(signer.query(`update certificates set ${change} where id = $1`, [id])).rejects.toMatchObject(refused);
    }
    expect(await rowOf(id)).toEqual(signed);
  });

  it("lets a new master key wrap the same signature again, by whoever turns the keys", async () => {
    const id = await issuer.issue();
    await signCertificate(issuer.system(), { certificateId: id });
    const [format, , , body] = (await rowOf(id))?.jws?.split(".") ?? [];
    await portal.query("update certificates set jws = $2 where id = $1", [id, `${format}.next.wrapped.${body}`]);
    expect((await rowOf(id))?.jws).toBe(`${format}.next.wrapped.${body}`);
  });
});
