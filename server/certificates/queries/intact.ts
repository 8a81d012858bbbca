import type { CertificateRecord } from "@/domain/certificates/schema";
import { verifyCertificateJws } from "@/server/core/documents/jws";
import { signingKeys } from "@/server/core/documents/provider";
import { openJws, type CertificateRow } from "./record";

export type Intact = { signature: "valid"; record: CertificateRecord } | { signature: "altered" | "pending"; record?: never };

/** The record of a certificate as its signature says, never as a column beside it does. */
export async function readIntact(row: CertificateRow): Promise<Intact> {
  if (!row.jws) return { signature: "pending" };
  const jws = opened(row);
  const verdict = jws ? await verifyCertificateJws(jws, await signingKeys().publicJwks(), row.signedAt) : undefined;
  if (verdict?.status !== "valid" || verdict.digest !== row.recordDigest || verdict.record.certificate_identifier !== row.identifier) return { signature: "altered" };
  return { signature: "valid", record: verdict.record };
}

/** A value that was put where it does not belong does not open. */
function opened(row: CertificateRow): string | undefined {
  try {
    return openJws(row);
  } catch {
    return undefined;
  }
}
