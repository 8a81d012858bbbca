import { eq } from "drizzle-orm";
import { z } from "zod";
import { open } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import { certificatePresentations, certificates } from "@/db/schema";
import { presentedFace, presenting } from "@/domain/certificates/rules/presenting";
import type { CodeStanding, PresentationCode, PresentationKind, PresentationPurpose, ReadScan } from "@/domain/certificates/schema/presenting";
import { DomainError } from "@/domain/core/errors";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { foundBy, standingNow, wordsOf } from "./presenting";
import { openRecord } from "./record";
import { verificationOf, type Verification } from "./verify";

type Purpose = { kind: PresentationKind; purpose: PresentationPurpose; words: string | null };

/**
 * What a code is for, before anybody looks: opening its address uses nothing up. Of one that opens nothing, only why; never
 * whose or what it was. Counted by address. Errors: `requests.tooMany`.
 */
export async function lookAtCode({ db, now, address }: Ctx, { code }: PresentationCode): Promise<{ standing: Exclude<CodeStanding, "live"> } | ({ standing: "live" } & Purpose)> {
  await limit(db, now, { act: "certificates.code", subject: address, max: 60, windowSeconds: 60 });
  const which = foundBy(code);
  const [row] = which ? await db.select().from(certificatePresentations).where(which).limit(1) : [];
  if (!row) return { standing: "unknown" };
  const standing = await standingNow(db, row, now);
  return standing === "live" ? { standing, kind: row.kind, purpose: row.purpose, words: wordsOf(row) } : { standing };
}

export const scanPlace: Place = { table: "passing", column: "scan", row: "receipt" };

/** What a scan leaves with who looked: which code, when, and what was opened then. */
export const ScanReceipt = z.strictObject({ presentationId: z.uuid(), at: z.iso.datetime(), fields: z.array(z.string()) });
export type ScanReceipt = z.infer<typeof ScanReceipt>;

export type SeenCertificate = Purpose & { at: string; /** What stood open. */ fields: string[]; verification: Verification };

/**
 * The certificate again that was looked at by this code within five minutes, for whoever holds the receipt; what was open then
 * still is, while the certificate is valid. Errors: `certificates.receiptInvalid` (not_found).
 */
export async function readScan({ db, now }: Ctx, { code, receipt }: ReadScan): Promise<SeenCertificate> {
  const scan = openReceipt(receipt);
  const age = scan ? now.getTime() - Date.parse(scan.at) : Infinity;
  const which = foundBy(code);
  const [found] = which ? await db.select({ presentation: certificatePresentations, certificate: certificates }).from(certificatePresentations)
    .innerJoin(certificates, eq(certificates.id, certificatePresentations.certificateId)).where(which).limit(1) : [];
  if (!scan || age > presenting.receiptMinutes * 60_000 || found?.presentation.id !== scan.presentationId) throw new DomainError("not_found", "certificates.receiptInvalid");
  const { presentation, certificate } = found;
  const verification = await verificationOf(db, certificate, now);
  const shows = mayOpen(verification) && scan.fields.length > 0;
  return {
    kind: presentation.kind, purpose: presentation.purpose, words: wordsOf(presentation), at: scan.at, fields: shows ? scan.fields : [],
    verification: shows ? { ...verification, face: { ...verification.face, ...presentedFace(openRecord(certificate), verification.face, scan.fields) } } : verification,
  };
}

type Open = Extract<Verification, { found: true; signature: "valid" }>;

/** More than anyone sees is shown of a certificate that holds only. */
export const mayOpen = (verification: Verification): verification is Open => verification.found && verification.signature === "valid" && verification.status === "valid";

function openReceipt(receipt: string): ScanReceipt | undefined {
  try {
    return ScanReceipt.parse(JSON.parse(open(receipt, scanPlace)));
  } catch {
    return undefined;
  }
}
