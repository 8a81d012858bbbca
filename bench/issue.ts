import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { connect, type Connection } from "@/db/client";
import { certificates } from "@/db/schema";
import { createApplication, createCertificateType, createCitizen, createItem, createPlace, createStaff, revisionContent } from "@/db/testing/factories";
import type { User } from "@/domain/core/actor";
import { storage } from "@/server/core/storage";
import { ended, reached, work } from "./killing";

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
    const signed = async () => (await progress(connection)).signed;
    let killedAtWork = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const child = work("bench/issuing.ts", url, [JSON.stringify(officer)]);
      await reached(child, signed, Math.floor((count * kill) / (kills + 1)));
      // Anywhere in what it is doing: issuing, drawing, signing, writing.
      await pause(Math.random() * 250);
      await ended(child);
      const left = await progress(connection);
      if (left.issued > left.signed) killedAtWork += 1;
      say(`Killed: ${left.issued} issued, ${left.signed} signed.`);
    }
    const last = work("bench/issuing.ts", url, [JSON.stringify(officer)]);
    await reached(last, signed, count);
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

async function progress({ pool }: Connection): Promise<{ issued: number; signed: number }> {
  const { rows: [row] } = await pool.query<{ issued: number; signed: number }>("select count(*)::int as issued, count(signed_at)::int as signed from certificates");
  return row ?? { issued: 0, signed: 0 };
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
