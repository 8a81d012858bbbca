import { existsSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { and, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLog, certificates, certificateUses, oidcClients, oidcModels, rateLimits, serviceItems } from "@/db/schema";
import { createApplication, createCertificateType, createCitizen, createItem, revisionContent, type Item } from "@/db/testing/factories";
import type { Actor } from "@/domain/core/actor";
import { registration, startPortal, type Portal } from "@/server/auth/oidc/provider.testing";

let portal: Portal;
let type: { id: string; code: string; name: string };
let citizen: Awaited<ReturnType<typeof createCitizen>>;
let item: Item;
let certificate: { id: string; identifier: string };
let system: { clientId: string; secret: string };

const now = () => new Date();
const ctx = <A extends Actor>(actor: A) => ({ actor, now: now(), requestId: "test", address: "10.0.0.1", db: portal.db });

beforeAll(async () => {
  portal = await startPortal();
  type = await createCertificateType(portal.db, portal.place);
  citizen = await createCitizen(portal.db);
  item = await createItem(portal.db, portal.place);
  await portal.db.update(serviceItems).set({ currentRevisionId: item.revisionId }).where(eq(serviceItems.id, item.serviceItemId));
  certificate = await issue();
  system = await register("核验系统");
}, 60_000);
afterAll(() => portal.close());
beforeEach(() => portal.db.delete(rateLimits));

async function issue() {
  const [{ insertCertificate }, { jobs }, { commit }] = await Promise.all([import("@/server/certificates/commands"), import("@/server/certificates/jobs"), import("@/server/core/commit")]);
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: 24, face: [{ key: "shop", label: { zh: "店名", en: "Shop" }, field: "shopName" }] };
  const content = revisionContent({ result });
  const application = await createApplication(portal.db, { place: portal.place, item: await createItem(portal.db, portal.place, content), applicant: citizen, status: "approved" });
  const made = await commit(ctx({ kind: "system" }), async (tx) => {
    const { audit, outbox, ...value } = await insertCertificate(tx, ctx({ kind: "system" }), {
      applicationId: application.id, applicationNumber: application.number, itemName: content.name, itemBasicCode: "310100001000", result,
      holder: { accountId: citizen.id, organisationId: null, name: citizen.name, code: citizen.citizenId, type: "111" },
      issuer: { departmentId: portal.place.departmentId, name: portal.place.departmentName, uscc: portal.place.uscc },
      divisionCode: portal.place.divisionCode, form: content.form!, answers: { shopName: "老张面馆" }, decidedOn: now().toISOString().slice(0, 10),
    });
    return { value, audit, outbox };
  });
  await jobs.topics!["certificates.sign"]!(ctx({ kind: "system" }), { certificateId: made.id });
  return made;
}

async function register(name: string, scopes = [`certificates:${type.id}`, `certificates:${type.id}:*`], dailyQuota = 1000) {
  const { clientId, secret } = await portal.as(portal.admin).identity.registerClient({ ...registration(portal.place, "http://127.0.0.1:9"), name });
  await portal.as(portal.admin).identity.setApiAccess({ clientId, scopes, dailyQuota });
  return { clientId, secret: secret! };
}

async function tokenFor({ clientId, secret }: typeof system, scope = `certificates:${type.id} certificates:${type.id}:*`, more: Record<string, string> = {}) {
  const response = await fetch(`${portal.url}/oidc/token`, {
    method: "POST", headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}` }, body: new URLSearchParams({ grant_type: "client_credentials", scope, ...more }),
  });
  return { status: response.status, body: await response.json() as Record<string, string> };
}
const token = async (of = system, scope?: string) => (await tokenFor(of, scope)).body["access_token"]!;

async function permit(overrides: { fields?: string[]; clientId?: string; expiresAt?: Date; departmentId?: string; typeId?: string } = {}) {
  const [{ grantUse }, { commit }] = await Promise.all([import("@/server/certificates/commands/grants"), import("@/server/core/commit")]);
  const { clientId = system.clientId, departmentId, fields = ["holders.name", "holders.code", "certificate_number", "face.shop"], expiresAt, typeId } = overrides;
  return commit(ctx(citizen), async (tx) => {
    const { id, audit } = await grantUse(tx, ctx(citizen), {
      subject: typeId ? { typeId } : { certificateId: certificate.id }, itemId: item.serviceItemId, fields, purpose: "核对经营资格",
      reader: departmentId ? { kind: "department", id: departmentId } : { kind: "client", id: clientId }, ...(expiresAt ? { expiresAt } : {}),
    });
    return { value: id, audit };
  });
}

type Asked = Record<string, string>;
const asked = (grant: string, more: Asked = {}): Asked => ({ grant, item: item.code, purpose: "核对经营资格", ...more });
const get = (path: string, query: Asked, bearer: string) => fetch(`${portal.url}/api/open/v1/certificates/${path}?${new URLSearchParams(query)}`, { headers: { authorization: `Bearer ${bearer}` } });
const post = (body: unknown, bearer: string) =>
  fetch(`${portal.url}/api/open/v1/certificates/query`, { method: "POST", headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" }, body: JSON.stringify(body) });
const uses = () => portal.db.select().from(certificateUses).where(eq(certificateUses.certificateId, certificate.id)).orderBy(certificateUses.id);

describe("a token", () => {
  it("is given to a system let in, for the scopes it was let into and asks for, for ten minutes", async () => {
    const { status, body } = await tokenFor(system, `certificates:${type.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 600, scope: `certificates:${type.id}` });
  });

  it.each<[string, () => Promise<{ status: number; body: Record<string, string> }>, string]>([
    ["a scope beyond", () => tokenFor(system, "certificates:elsewhere"), "invalid_scope"],
    ["no scope", () => tokenFor(system, ""), "invalid_scope"],
    ["a scope about people", () => tokenFor(system, "openid"), "invalid_scope"],
    ["another audience", () => tokenFor(system, undefined, { resource: "https://elsewhere.example" }), "invalid_target"],
    ["a wrong secret", () => tokenFor({ ...system, secret: "wrong" }), "invalid_client"],
    ["a system that was not let in", async () => tokenFor(await register("只登录的系统", [])), "invalid_request"],
  ])("is refused for %s", async (_, ask, error) => {
    const { status, body } = await ask();
    expect([status >= 400, body["error"]]).toEqual([true, error]);
  });

  it("counts no more when it has ended, its system is shut out, or it was made for somebody else", async () => {
    const grant = await permit();
    const other = await register("将停用的系统");
    const bearer = await token(other);
    await portal.as(portal.admin).identity.disableClient({ clientId: other.clientId });
    const answer = await get(`${certificate.identifier}/status`, asked(grant), bearer);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("www-authenticate")]).toEqual([401, "application/problem+json; charset=utf-8", 'Bearer error="invalid_token"']);
    expect(await answer.json()).toMatchObject({ code: "access.tokenInvalid", status: 401 });
    expect((await get(`${certificate.identifier}/status`, asked(grant), "a".repeat(43))).status).toBe(401);
    expect((await fetch(`${portal.url}/api/open/v1/certificates/${certificate.identifier}`)).status).toBe(401);
    const [open, { findModel }] = [await import("@/server/auth/oidc/open-interface"), await import("@/server/auth/oidc/models")];
    const good = await token();
    const real = Date.now;
    try {
      Date.now = () => real() + 601_000;
      await expect(open.readApiToken(portal.db, `Bearer ${good}`)).rejects.toMatchObject({ code: "access.tokenInvalid" });
    } finally {
      Date.now = real;
    }
    expect(await findModel(portal.db, "ClientCredentials", good)).toMatchObject({ aud: `${portal.url}/api/open/v1` });
    expect((await portal.db.select().from(oidcModels).where(like(oidcModels.payload, `%${good}%`)))).toEqual([]);
  });

  it("reaches only as far as its system still does", async () => {
    const narrowed = await register("被收窄的系统");
    const [grant, bearer] = [await permit({ clientId: narrowed.clientId }), await token(narrowed)];
    await portal.as(portal.admin).identity.setApiAccess({ clientId: narrowed.clientId, scopes: [`certificates:${type.id}`], dailyQuota: 10 });
    expect(await (await get(certificate.identifier, asked(grant, { fields: "face.shop" }), bearer)).json()).toMatchObject({ status: 403, code: "certificates.scopeMissing", params: { scope: `certificates:${type.id}:face.shop` } });
    expect((await get(`${certificate.identifier}/status`, asked(grant), bearer)).status).toBe(200);
  });
});

describe("a reading", () => {
  it("by holder and type, by identifier, and of the state tells what was asked, each as a use", async () => {
    const [grant, bearer, before] = [await permit(), await token(), (await uses()).length];
    const query = { ...asked(grant), type: type.id, holderCode: citizen.citizenId, fields: ["face.shop"] };
    const found = await (await post(query, bearer)).json();
    expect(found).toMatchObject({ status: "valid", signature: "valid", mode: "holder", identifier: certificate.identifier, facts: { name: type.name }, fields: [{ field: "face.shop", value: "老张面馆" }] });
    expect(JSON.stringify(found)).not.toContain(citizen.citizenId);
    expect(await (await get(certificate.identifier, asked(grant, { fields: "holders.name,holders.code" }), bearer)).json()).toMatchObject({ fields: [{ value: citizen.name }, { value: citizen.citizenId }] });
    expect(await (await get(`${certificate.identifier}/status`, asked(grant), bearer)).json()).toEqual(expect.objectContaining({ status: "valid", signature: "valid" }));
    expect((await uses()).slice(before)).toMatchObject([{ userKind: "client", userId: system.clientId, userName: "核验系统", fields: ["face.shop"] }, { fields: ["holders.name", "holders.code"] }, { fields: [] }]);
    expect((await post({ ...query, holderCode: "110101199001010015" }, bearer)).status).toBe(404);
  });

  it("of the whole page is a copy marked on every page, without the original's signature", async () => {
    const response = await get(`${certificate.identifier}/pdf`, asked(await permit()), await token());
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.includes("/ByteRange")).toBe(false);
    const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
    for (let page = 1; page <= document.numPages; page += 1) {
      const text = (await (await document.getPage(page)).getTextContent()).items.map((one) => ("str" in one ? one.str : "")).join("").replaceAll(/\s/g, "");
      for (const words of ["仅供核验系统使用", "核对经营资格", "不是电子证照原件"]) expect(text).toContain(words);
    }
    expect((await uses()).at(-1)).toMatchObject({ kind: "copy", fields: ["holders.name", "holders.code", "certificate_number", "face.shop"] });
  });

  it("tells nobody whether somebody has a certificate of a type that was not permitted, or once it is no more", async () => {
    const [permitted, unheld] = [await createCertificateType(portal.db, portal.place), await createCertificateType(portal.db, portal.place)];
    const curious = await register("好奇的系统", [type, unheld].map(({ id }) => `certificates:${id}`));
    const bearer = await token(curious, `certificates:${type.id} certificates:${unheld.id}`);
    const ask = async (grant: string, typeId: string) => {
      const response = await post({ ...asked(grant), type: typeId, holderCode: citizen.citizenId, fields: ["holders.name"] }, bearer);
      return [response.status, (await response.json() as { code?: string }).code];
    };
    const grant = await permit({ clientId: curious.clientId, typeId: permitted.id, fields: ["holders.name"] });
    for (const { id } of [type, unheld]) expect(await ask(grant, id)).toEqual([404, "certificates.notFound"]);
    const over = await permit({ clientId: curious.clientId });
    await (await import("@/server/certificates/commands/grants")).revokeGrant(ctx(citizen), over);
    for (const { id } of [type, unheld]) expect(await ask(over, id)).toEqual([403, "certificates.grantRevoked"]);
  });

  it("under a permission of its department serves a department's own system", async () => {
    const grant = await permit({ departmentId: portal.place.departmentId });
    expect((await get(certificate.identifier, asked(grant, { fields: "face.shop" }), await token())).status).toBe(200);
  });

  it.each<[string, number, string, () => Promise<Response>]>([
    ["no permission", 404, "certificates.grantNotFound", async () => get(certificate.identifier, asked(crypto.randomUUID(), { fields: "face.shop" }), await token())],
    ["another system's permission", 404, "certificates.grantNotFound", async () => get(certificate.identifier, asked(await permit({ clientId: (await register("另一系统")).clientId }), { fields: "face.shop" }), await token())],
    ["another item", 403, "certificates.grantForAnotherItem", async () => get(certificate.identifier, asked(await permit(), { item: "nothing", fields: "face.shop" }), await token())],
    ["a field beyond the permission", 403, "certificates.fieldNotGranted", async () => get(certificate.identifier, asked(await permit({ fields: ["face.shop"] }), { fields: "holders.code" }), await token())],
    ["a copy under a permission for one field", 403, "certificates.fieldNotGranted", async () => get(`${certificate.identifier}/pdf`, asked(await permit({ fields: ["face.shop"] })), await token())],
    ["a field beyond the token", 403, "certificates.scopeMissing", async () => get(certificate.identifier, asked(await permit(), { fields: "face.shop" }), await token(system, `certificates:${type.id}`))],
    ["a field no certificate has", 400, "requests.invalidInput", async () => get(certificate.identifier, asked(await permit(), { fields: "anything" }), await token())],
    ["no purpose", 400, "requests.invalidInput", async () => get(certificate.identifier, { grant: await permit(), item: item.code, fields: "face.shop" }, await token())],
    ["an unknown identifier", 404, "certificates.notFound", async () => get("1.2.156.1", asked(await permit(), { fields: "face.shop" }), await token())],
    ["an address that is none", 404, "requests.unknownProcedure", async () => get("a/b/c", asked(await permit()), await token())],
  ])("with %s is refused as a problem", async (_, status, code, ask) => {
    const before = (await uses()).length;
    const response = await ask();
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json; charset=utf-8"]);
    expect(await response.json()).toMatchObject({ code, status, type: `urn:tongban:problem:${code}` });
    expect(await uses()).toHaveLength(before);
  });

  it("of a suspended certificate, or under a permission taken back, is refused and kept in the audit log", async () => {
    const [{ revokeGrant }, bearer, gone, grant] = [await import("@/server/certificates/commands/grants"), await token(), await permit(), await permit()];
    await revokeGrant(ctx(citizen), gone);
    expect(await (await get(certificate.identifier, asked(gone, { fields: "face.shop" }), bearer)).json()).toMatchObject({ status: 403, code: "certificates.grantRevoked" });
    const short = await permit({ expiresAt: new Date(now().getTime() + 50) });
    await new Promise((done) => setTimeout(done, 60));
    expect(await (await get(certificate.identifier, asked(short, { fields: "face.shop" }), bearer)).json()).toMatchObject({ status: 403, code: "certificates.grantExpired" });
    await portal.db.update(certificates).set({ status: "suspended" }).where(eq(certificates.id, certificate.id));
    try {
      expect(await (await get(certificate.identifier, asked(grant, { fields: "face.shop" }), bearer)).json()).toMatchObject({ status: 409, code: "certificates.notUsable", params: { status: "suspended" } });
    } finally {
      await portal.db.update(certificates).set({ status: "valid" }).where(eq(certificates.id, certificate.id));
    }
    const kept = await portal.db.select().from(auditLog).where(and(eq(auditLog.action, "certificates.refuseUse"), eq(auditLog.subjectId, certificate.id)));
    expect(kept.map(({ after }) => after)).toEqual(expect.arrayContaining([expect.objectContaining({ code: "certificates.grantRevoked" }), expect.objectContaining({ code: "certificates.notUsable" })]));
  });
});

describe("quotas", () => {
  it("a day are each system's own, and say how long to wait", async () => {
    const few = await register("少量系统", undefined, 2);
    const [grant, bearer] = [await permit({ clientId: few.clientId }), await token(few)];
    const statuses = [];
    for (let at = 0; at < 3; at += 1) statuses.push(await get(`${certificate.identifier}/status`, asked(grant), bearer));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(Number(statuses[2]?.headers.get("retry-after"))).toBeGreaterThan(80_000);
    expect((await get(`${certificate.identifier}/status`, asked(await permit()), await token())).status).toBe(200);
  });

  it("are let in by the security administrator alone, for types there are", async () => {
    const { clientId } = system;
    await expect(portal.as(citizen).identity.setApiAccess({ clientId, scopes: [], dailyQuota: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(portal.as(portal.admin).identity.setApiAccess({ clientId, scopes: ["certificates:no-such-type"], dailyQuota: 1 })).rejects.toMatchObject({ message: "identity.scopeUnknown" });
    await expect(portal.as(portal.admin).identity.setApiAccess({ clientId, scopes: ["openid"], dailyQuota: 1 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect((await portal.db.select().from(oidcClients).where(eq(oidcClients.id, clientId)))[0]?.apiScopes).toEqual([`certificates:${type.id}`, `certificates:${type.id}:*`]);
  });
});

describe("the description", () => {
  it("is OpenAPI 3.1, and everything in it answers", async () => {
    const response = await fetch(`${portal.url}/api/open/v1/openapi.json`);
    const { openapi, paths, components } = await response.json() as { openapi: string; paths: Record<string, Record<string, unknown>>; components: { schemas: Record<string, unknown> } };
    expect(openapi).toBe("3.1.0");
    expect(JSON.stringify(components.schemas["CertificateQuery"])).toContain("holderCode");
    for (const [path, methods] of Object.entries(paths)) {
      const page = `app${path.replaceAll(/\{(\w+)\}/g, "[$1]")}/route.ts`;
      for (const method of Object.keys(methods)) {
        const answer = await fetch(portal.url + path.replace("{identifier}", certificate.identifier), { method, ...(method === "post" ? { headers: { "content-type": "application/json" }, body: "{}" } : {}) });
        // What needs a token says so; what is a page has its file, and comes to the pages.
        if (existsSync(page)) expect([path, decodeURI(await answer.text())]).toEqual([path, `page ${path}`]);
        else expect([path, answer.status]).toEqual([path, path.endsWith("openapi.json") ? 200 : 401]);
      }
    }
  });
});
