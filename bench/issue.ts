import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { connect, type Connection } from "@/db/client";
import { certificates } from "@/db/schema";
import { createApplication, createCertificateType, createCitizen, createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { storage } from "@/server/core/storage";

type Fire = { url: string; count: number; kills: number; say?: (text: string) => void };

/** What stands in the end, counted in the database and in storage. */
export type Remains = {
  certificates: number; signed: number; casesWithOne: number; issuedOnce: number; signedOnce: number;
  /** Files that are, to the byte, what their row says. */
  files: number;
  /** How often the process was killed while a certificate waited for its signature. */
  killedAtWork: number;
};

/** Sends this many approved cases to be issued by a process that is killed (SIGKILL) again and again on its way, and tells what is there in the end. */
export async function issueUnderFire({ url, count, kills, say = () => undefined }: Fire): Promise<Remains> {
  const connection = connect(url, 4);
  try {
    const officer = await approvedCases(connection, count);
    let killedAtWork = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const child = work(url, officer);
      await reached(connection, child, Math.floor((count * kill) / (kills + 1)));
      // Anywhere in what it is doing: issuing, drawing, signing, writing.
      await pause(Math.random() * 250);
      await ended(child);
      const { issued, signed } = await progress(connection);
      if (issued > signed) killedAtWork += 1;
      say(`Killed: ${issued} issued, ${signed} signed.`);
    }
    const last = work(url, officer);
    await reached(connection, last, count);
    await ended(last);
    return { ...(await remains(connection)), killedAtWork };
  } finally {
    await connection.close();
  }
}

/** The officer who issues what was approved. */
async function approvedCases({ db }: Connection, count: number): Promise<User> {
  const place = await createPlace(db);
  const type = await createCertificateType(db, place);
  const result = { name: "测试许可证", kind: "certificate" as const, certificateType: type.id, validMonths: 60, face: [{ key: "shop", label: { zh: "店名" }, field: "shopName" }] };
  const item = await createItem(db, place, revisionContent({ result }));
  for (let made = 0; made < count; made += 1) await createApplication(db, { place, item, applicant: await createCitizen(db), status: "approved" });
  return createStaff(db, "certificateOfficer", place);
}

const work = (url: string, officer: User): ChildProcess =>
  fork("bench/issuing.ts", [JSON.stringify(officer)], { execArgv: ["--import", "tsx"], env: { ...process.env, DATABASE_URL: url }, stdio: ["ignore", "ignore", "pipe", "ipc"] });

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function progress({ pool }: Connection): Promise<{ issued: number; signed: number }> {
  const { rows: [row] } = await pool.query<{ issued: number; signed: number }>("select count(*)::int as issued, count(signed_at)::int as signed from certificates");
  return row ?? { issued: 0, signed: 0 };
}

const longestStandstillMs = 90_000;

/** Waits for so many signed ones; a process that ends by itself, or gets nowhere, has failed. */
async function reached(connection: Connection, child: ChildProcess, wanted: number): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  let [before, since] = [-1, performance.now()];
  for (;;) {
    const { signed } = await progress(connection);
    if (signed >= wanted) return;
    if (signed > before) [before, since] = [signed, performance.now()];
    if (child.exitCode !== null || performance.now() - since > longestStandstillMs) throw new Error(`It stands still at ${signed} of ${wanted}.\n${said}`);
    await pause(50);
  }
}

async function remains({ db, pool }: Connection): Promise<Omit<Remains, "killedAtWork">> {
  const rows = await db.select({ applicationId: certificates.applicationId, pdfKey: certificates.pdfKey, pdfSha256: certificates.pdfSha256, jws: certificates.jws }).from(certificates);
  const once = async (action: string) =>
    (await pool.query("select subject_id from audit_log where action = $1 group by subject_id having count(*) = 1", [action])).rowCount ?? 0;
  let files = 0;
  for (const { pdfKey, pdfSha256 } of rows) {
    if (pdfKey && createHash("sha256").update(await storage().getBytes(pdfKey)).digest("hex") === pdfSha256) files += 1;
  }
  return {
    certificates: rows.length, signed: rows.filter(({ jws }) => jws !== null).length, casesWithOne: new Set(rows.map(({ applicationId }) => applicationId)).size,
    issuedOnce: await once("certificates.issue"), signedOnce: await once("certificates.sign"), files,
  };
}
