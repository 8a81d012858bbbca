import { createHash, createPublicKey, randomUUID, verify } from "node:crypto";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeEach, describe, expect, it } from "vitest";
import { auditLog, auditSeals } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, createStaff, factoryNow, type Item, type Place } from "@/db/testing/factories";
import { innerActions } from "@/domain/applications/rules";
import type { Actor, User } from "@/domain/core/actor";
import type { Finding } from "@/domain/audit/rules/findings";
import type { DumpLine } from "@/domain/audit/schema";
import { createCaller } from "@/server/api/root";
import { commit } from "@/server/core/commit";
import { verifyChain, verifyProof, type ChainVerdict } from "@/server/core/documents/audit-chain";
import { fileKeyProvider, type FileKeyProvider } from "@/server/core/documents/keys";
import { checkChain } from "./commands/check";
import { seal } from "./commands/seal";
import { withChain } from "./queries/rows";
import { checkpointsFile, type CheckpointsFile } from "./queries/witness";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;
let keys: FileKeyProvider;
let file: CheckpointsFile;
let place: Place;
let item: Item;
let minutes = 0;

const now = () => new Date(factoryNow.getTime() + minutes * 60_000);
const system = () => ({ actor: { kind: "system" } as const, now: now(), requestId: "test", address: "system", db: test.db });
const as = (actor: Actor) => createCaller({ actor, now: now(), requestId: "test", address: "10.0.0.1", db: test.db });
const write = (action: string, count = 1) => commit(system(), async () => ({ value: undefined, audit: Array.from({ length: count }, (_, at) => ({ action, subject: { type: "thing", id: String(at) }, after: { at, words: "一网通办 𠮷", half: 0.5 } })) }));
const sealAll = () => seal(system(), { keys, file });
/** Seals until so many rows are. A transaction of another test on this server may hold some back for a moment. */
const sealUntil = async (rows: number) => {
  let sealed = 0;
  for (; sealed < rows; sealed += await sealAll()) await test.pool.query("select pg_sleep(0.02)");
  expect(sealed).toBe(rows);
};
const witnesses = () => file.all();
const read = async (told: { witnesses?: readonly string[] } = {}): Promise<ChainVerdict> => {
  const jwks = await keys.publicJwks();
  return withChain(test.db, now(), (lines) => verifyChain(lines, { jwks, witnesses: told.witnesses ?? [] }));
};

beforeEach(async () => {
  test = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "audit-"));
  keys = fileKeyProvider(join(folder, "keys"), now);
  file = checkpointsFile(join(folder, "elsewhere", "checkpoints.jws"));
  [place, minutes] = [await createPlace(test.db), 0];
  item = await createItem(test.db, place);
  return async () => {
    await test.close();
    await rm(folder, { recursive: true });
  };
});
/** As a superuser who turned the guards off. */
async function tamper(...statements: string[]): Promise<void> {
  const client = await test.pool.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.query("set session_replication_role = origin");
    client.release();
  }
}

/** Three batches of rows, ten minutes apart, each under a checkpoint. */
async function history(): Promise<void> {
  for (const action of ["one.first", "two.second", "three.third"]) {
    await write(action, 5);
    await sealUntil(5);
    minutes += 90;
  }
}

describe("the chain over the audit log", () => {
  it("takes in what was written, once, in order, and is found whole", async () => {
    await history();
    expect(await sealAll()).toBe(0);
    expect(await read({ witnesses: await witnesses() })).toMatchObject({ sealed: 15, unsealed: 0, checkpoints: 3, last: { size: 15 }, findings: [] });
  });

  it("leaves a transaction that is under way for later, and misses none", async () => {
    const slow = await test.pool.connect();
    await slow.query("begin");
    await slow.query("insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) values (now(), 'system', 'slow.one', 'thing', '1', 'test')");
    await write("quick.one", 3);
    expect(await sealAll()).toBe(0);
    await slow.query("commit");
    slow.release();
    await sealUntil(4);
    expect((await read()).findings.filter(({ kind }) => kind !== "early")).toEqual([]);
  });

  it.each(["3", "9000000000000000000"])("passes over no row that names another's transaction (%s)", async (txid) => {
    await history();
    await test.pool.query("insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id, txid) values ($1, 'system', 'named.one', 'thing', '1', 'test', $2)", [now(), txid]);
    await sealUntil(1);
    expect(await read()).toMatchObject({ sealed: 16, unsealed: 0, findings: [] });
  });

  it("is sealed once by two at once, in batches", async () => {
    await write("many.rows", 2500);
    const [one, other] = await Promise.all([sealAll(), sealAll()]);
    await sealUntil(2500 - one - other);
    expect(await read({ witnesses: await witnesses() })).toMatchObject({ sealed: 2500, findings: [] });
  });

  it("takes in a long history, or what waited while nothing was sealed, without calling it back-dated", async () => {
    await write("of.before", 3);
    await sealUntil(3);
    minutes += 600;
    await test.pool.query("insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) select $1::timestamptz + n * interval '10 seconds', 'system', 'of.old', 'thing', '1', 'x' from generate_series(1, 2200) n", [factoryNow]);
    await sealUntil(2200);
    expect((await read({ witnesses: await witnesses() })).findings).toEqual([]);
    await test.pool.query("insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) values ($1, 'system', 'slipped.in', 'thing', '1', 'x')", [factoryNow]);
    await sealUntil(1);
    expect((await read()).findings).toEqual([{ kind: "late", seq: 2204 }]);
  });

  it("goes on after the database was restored from a dump into another, whose transactions count anew", async () => {
    await history();
    await write("of.before", 2);
    await tamper("update audit_log set txid = (txid::text::bigint + 1000000000)::text::xid8");
    await write("of.after", 3);
    await sealUntil(5);
    await write("of.later");
    await sealUntil(1);
    expect(await read({ witnesses: await witnesses() })).toMatchObject({ sealed: 21, unsealed: 0, findings: [] });
  });

  it("grows by the sealer's own role alone, and shrinks by none", async () => {
    await history();
    const refused = { code: "42501" };
    await expect(test.pool.query("insert into audit_seals values (99, gen_random_uuid(), repeat('0', 64), gen_random_uuid())")).rejects.toMatchObject(refused);
    for (const table of ["audit_seals", "audit_tiles", "audit_checkpoints", "audit_log"]) {
      await expect(test.pool.query(`truncate ${table} cascade`)).rejects.toMatchObject(refused);
    }
    await expect(test.pool.query("delete from audit_seals where seq = 15")).rejects.toMatchObject(refused);
    await expect(test.pool.query("update audit_checkpoints set jws = ''")).rejects.toMatchObject(refused);
    const sealer = await test.pool.connect();
    await sealer.query("set role tongban_sealer");
    await expect(sealer.query("insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) values (now(), 'system', 'x', 'x', 'x', 'x')")).rejects.toMatchObject(refused);
    await expect(sealer.query("select * from accounts")).rejects.toMatchObject(refused);
    await sealer.query("reset role");
    sealer.release();
  });
});

const rowAt = (seq: number) => `(select audit_id from audit_seals where seq = ${seq})`;
const kinds = ({ findings }: ChainVerdict) => findings.map(({ kind, seq }) => `${kind} ${seq}`);

describe("whoever owns the database and turns the guards off", () => {
  beforeEach(history);
  const cases: { what: string; statements: string[]; found: string[] }[] = [
    { what: "changes a row", statements: [`update audit_log set after = '{"at":9}' where id = ${rowAt(7)}`], found: ["altered 7"] },
    { what: "puts an act on somebody else", statements: [`update audit_log set actor_id = gen_random_uuid() where id = ${rowAt(3)}`], found: ["altered 3"] },
    { what: "back-dates a row", statements: [`update audit_log set at = at - interval '1 day' where id = ${rowAt(12)}`], found: ["altered 12", "late 12"] },
    { what: "deletes a row in the middle", statements: [`delete from audit_log where id = ${rowAt(7)}`], found: ["missing 7"] },
    { what: "deletes a row with its seal", statements: [`delete from audit_log where id = ${rowAt(7)}`, "delete from audit_seals where seq = 7"], found: ["missing 7"] },
    { what: "puts two rows in the place of each other", statements: [
      "create temp table swap as select seq, audit_id from audit_seals where seq in (7, 8)", "delete from audit_seals where seq in (7, 8)",
      "insert into audit_seals (seq, audit_id, hash, salt) select 15 - s.seq, s.audit_id, repeat('0', 64), gen_random_uuid() from swap s",
    ], found: ["altered 7", "altered 8", "altered 9", "rewritten 10", "rewritten 15"] },
    { what: "cuts the tail with its checkpoint", statements: [
      `delete from audit_log where id in (select audit_id from audit_seals where seq > 10)`, "delete from audit_seals where seq > 10", "delete from audit_checkpoints where size > 10",
    ], found: ["cutShort 15"] },
    { what: "makes a row that cannot be read", statements: [`update audit_log set after = '{"at":1e400}' where id = ${rowAt(7)}`], found: ["missing 7"] },
    { what: "adds a sealed row that nothing signs", statements: [
      "insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) select max(at), 'system', 'slipped.in', 'thing', '1', 'x' from audit_log",
      "insert into audit_seals (seq, audit_id, hash, salt) select 16, id, repeat('0', 64), gen_random_uuid() from audit_log where action = 'slipped.in'",
    ], found: ["altered 16", "unsigned 16"] },
    { what: "takes a checkpoint away", statements: ["delete from audit_checkpoints where size = 10"], found: [] },
    { what: "slips in a row of the past", statements: [`insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) select at - interval '1 day', 'system', 'slipped.in', 'thing', '1', 'x' from audit_log where id = ${rowAt(1)}`], found: ["unsealed 16"] },
  ];
  it.each(cases)("$what: found", async ({ statements, found }) => {
    await tamper(...statements);
    expect(kinds(await read({ witnesses: await witnesses() }))).toEqual(found);
  });

  it("without the second place a missing checkpoint is found by the next, and a cut tail is not", async () => {
    await tamper("delete from audit_checkpoints where size = 10");
    expect(kinds(await read())).toEqual(["checkpointMissing 15"]);
    await tamper("delete from audit_checkpoints where size = 15", "delete from audit_seals where seq > 5", `delete from audit_log where action in ('two.second', 'three.third')`);
    expect(kinds(await read())).toEqual([]);
    expect(kinds(await read({ witnesses: await witnesses() }))).toEqual(["cutShort 10", "cutShort 15"]);
  });

  it("slips in a row of the past that is then sealed: it claims an instant already closed", async () => {
    await test.pool.query(`insert into audit_log (at, actor_kind, action, subject_type, subject_id, request_id) select at, 'system', 'slipped.in', 'thing', '1', 'x' from audit_log where id = ${rowAt(1)}`);
    await sealUntil(1);
    expect(kinds(await read({ witnesses: await witnesses() }))).toEqual(["late 16"]);
  });

  it("computes the whole chain anew: no checkpoint fits, wherever it is kept, and the sealer goes no further", async () => {
    const forger = fileKeyProvider(join(folder, "forged"), now);
    const kept = await witnesses();
    await tamper("truncate audit_seals, audit_tiles, audit_checkpoints", `update audit_log set after = '{"at":9}' where action = 'two.second'`);
    for (let sealed = 0; sealed < 15;) sealed += await seal(system(), { keys: forger, file: checkpointsFile(join(folder, "forged.jws")) });
    const verdict = await read({ witnesses: kept });
    expect(kinds(verdict)).toEqual(["forged 15", "rewritten 10", "rewritten 15"]);
    await write("after.that");
    await expect(sealAll()).rejects.toThrow("the second place knows a checkpoint");
  });

  it("takes every checkpoint away and computes the chain anew: nothing signs it", async () => {
    await tamper("delete from audit_checkpoints");
    expect(kinds(await read())).toEqual(["unsigned 1"]);
  });

  it("writes a row that cannot be read: the others are sealed, and it is found", async () => {
    await test.pool.query("insert into audit_log (at, actor_kind, action, subject_type, subject_id, after, request_id) values ('infinity', 'system', 'x', 'x', 'x', '{\"at\":1e400}', 'x')");
    await write("after.that", 2);
    await sealUntil(2);
    expect(kinds(await read({ witnesses: await witnesses() }))).toEqual(["unsealed 18"]);
  });

  it("cuts the tail and writes behind the last checkpoint of the second place: the sealer goes no further", async () => {
    await tamper("delete from audit_seals where seq > 10", "delete from audit_checkpoints where size > 10");
    await appendFile(join(folder, "elsewhere", "checkpoints.jws"), "#\n".repeat(5000));
    await expect(sealAll()).rejects.toThrow("the second place knows a checkpoint");
  });

  it("cuts the tail: the sealer goes no further", async () => {
    await tamper("delete from audit_seals where seq > 10", "delete from audit_checkpoints where size > 10");
    await write("after.that");
    await expect(sealAll()).rejects.toThrow("the second place knows a checkpoint");
  });
});

/** Written from docs/audit.md alone, with nothing of this portal. */
async function independently(lines: readonly DumpLine[], jwks: { keys: readonly object[] }): Promise<string[]> {
  const sha = (...parts: (string | Uint8Array)[]) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
  const canonical = (value: unknown): string => (Array.isArray(value) ? `[${value.map(canonical).join(",")}]`
    : value !== null && typeof value === "object" ? `{${Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}` : JSON.stringify(value));
  const tree = (leaves: Buffer[]): Buffer => {
    if (leaves.length < 2) return leaves[0] ? sha(Uint8Array.of(0), leaves[0]) : sha();
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return sha(Uint8Array.of(1), tree(leaves.slice(0, half)), tree(leaves.slice(half)));
  };
  const wrong: string[] = [];
  const seals: Buffer[] = [];
  for (const line of lines) {
    if (!("seq" in line)) continue;
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(line.seq));
    const seal = sha("tongban.audit.seal/1\n", seals.at(-1) ?? Buffer.alloc(32), number, canonical(line.row));
    if (seal.toString("hex") !== line.hash || (line.actorId && sha(`${line.salt}/${line.actorId}`).toString("hex") !== line.row.actor)) wrong.push(`row ${line.seq}`);
    seals.push(Buffer.from(line.hash, "hex"));
  }
  for (const line of lines) {
    if (!("checkpoint" in line)) continue;
    const [header = "", payload = "", signature = ""] = line.checkpoint.split(".");
    const { kid } = JSON.parse(Buffer.from(header, "base64url").toString()) as { kid: string };
    const jwk = jwks.keys.find((key) => "kid" in key && key.kid === kid && "purpose" in key && key.purpose === "audit");
    const key = createPublicKey({ key: jwk as never, format: "jwk" });
    const { size, root, head } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { size: number; root: string; head: string };
    const fits = verify("sha256", Buffer.from(`${header}.${payload}`), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
    if (!fits || tree(seals.slice(0, size)).toString("hex") !== root || seals[size - 1]?.toString("hex") !== head) wrong.push(`checkpoint ${size}`);
  }
  return wrong;
}

const dump = () => withChain(test.db, now(), async (lines) => {
  const all: DumpLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
});

describe("a dump that was touched", () => {
  const check = async (lines: readonly DumpLine[]) => kinds(await verifyChain(Readable.from(lines), { jwks: await keys.publicJwks(), witnesses: [] }));

  it("is whole only with its head first, its end last and every line in its place", async () => {
    await history();
    const lines = await dump();
    expect(await check(lines)).toEqual([]);
    const [head, ...rest] = lines as [DumpLine, ...DumpLine[]];
    const [end, checkpoint, waiting] = [lines.at(-1)!, lines[1]!, { unsealed: { id: randomUUID(), at: now().toISOString() } }];
    for (const [what, touched] of Object.entries({
      "no head": rest, "its head last": [...rest, head], "two heads": [head, ...lines], "two ends": [...lines, end], "a line behind the end": [...lines, waiting],
      "a checkpoint behind the rows": [head, ...rest.slice(1, -1), checkpoint, end],
    })) expect(await check(touched), what).toContain("incomplete 15");
  });

  it("with a gap as wide as numbers go is read at once", async () => {
    await history();
    const lines = (await dump()).map((line) => ("seq" in line && line.seq === 15 ? { ...line, seq: Number.MAX_SAFE_INTEGER } : line));
    expect(await check(lines)).toHaveLength(200);
  });
});

describe("somebody who knows the description alone", () => {
  it("comes to the same", async () => {
    await history();
    expect(await independently(await dump(), await keys.publicJwks())).toEqual([]);
    await tamper(`update audit_log set actor_kind = 'anonymous' where id = ${rowAt(7)}`);
    expect(await independently(await dump(), await keys.publicJwks())).toEqual(["row 7"]);
  });
});

describe("the proof of one's own case", () => {
  let person: User & { citizenId: string };
  let number: string;
  beforeEach(async () => {
    person = await createCitizen(test.db);
    const clerk = await createStaff(test.db, "clerk", place);
    const made = await createApplication(test.db, { place, item, applicant: person, status: "submitted" });
    number = made.number ?? "";
    await write("other.rows", 700);
    await as(clerk).applications.accept({ id: made.id, version: made.version });
    await commit(system(), async () => ({ value: undefined, audit: [...innerActions].map((action) => ({ action: `applications.${action}`, subject: { type: "application", id: made.id } })) }));
    await write("other.rows", 300);
  });

  it("shows each act in the chain, under a signed checkpoint, and not who acted", async () => {
    await expect(as(person).audit.proof({ number })).rejects.toMatchObject({ code: "CONFLICT", message: "audit.notSealedYet" });
    await sealUntil((await test.db.$count(auditLog)) - (await test.db.$count(auditSeals)));
    const proof = await as(person).audit.proof({ number });
    expect(proof.entries.map(({ row: { action } }) => action), "nothing of what the desk keeps to itself").toEqual(["applications.accept"]);
    expect(await verifyProof(proof, await keys.publicJwks())).toMatchObject({ status: "proven" });
    expect(JSON.stringify(proof)).not.toContain("actorId");
    const [entry] = proof.entries;
    const forged = { ...proof, entries: proof.entries.map((one) => ({ ...one, row: { ...one.row, action: "applications.reject" } })) };
    expect(await verifyProof(forged, await keys.publicJwks())).toEqual({ status: "altered", seq: entry?.seq });
  });

  it("is for the applicant alone, and how the chain stands for the audit administrator", async () => {
    await sealUntil((await test.db.$count(auditLog)) - (await test.db.$count(auditSeals)));
    await expect(as(await createCitizen(test.db)).audit.proof({ number })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(as(person).audit.standing()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the nightly look", () => {
  it("seals what waited, and tells the audit administrator what it found", async () => {
    await history();
    await write("of.tonight", 2);
    minutes += 600;
    const auditor = await createStaff(test.db, "auditAdmin", place);
    await expect.poll(() => checkChain(system(), { keys, file }), { timeout: 20_000 }).toBe(17);
    expect((await as(auditor).audit.standing()).check).toMatchObject({ rows: 17, findings: [] });
    await tamper(`update audit_log set action = 'of.nobody' where id = ${rowAt(16)}`);
    minutes += 600;
    await checkChain(system(), { keys, file });
    expect((await as(auditor).audit.standing()).check).toMatchObject({ findings: [{ kind: "altered", seq: 16 }] });
  });
});

describe("the second place", () => {
  it("closes a line that a crash tore, and goes on", async () => {
    await history();
    const path = join(folder, "elsewhere", "checkpoints.jws");
    const whole = await readFile(path, "utf8");
    await writeFile(path, whole.slice(0, -20));
    await write("after.that");
    await sealUntil((await test.db.$count(auditLog)) - (await test.db.$count(auditSeals)));
    expect(new Set(await witnesses()).size).toBe(4);
    expect(await read({ witnesses: await witnesses() })).toMatchObject({ findings: [] satisfies Finding[] });
    expect(await test.db.$count(auditLog)).toBe(16);
  });
});
