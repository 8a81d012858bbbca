import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { certificateUses } from "@/db/schema";
import type { UseKind, UseMode } from "@/domain/certificates/schema/uses";
import { newId } from "@/server/core/ids";
import { usePurposePlace } from "../queries/record";

/** Who used a certificate, by name as the holder will read it. `id` is null for `anyone` only. */
export type CertificateUser = { kind: "anyone" | "department" | "client" | "organisation" | "holder"; id: string | null; name: string };

/** One use: of which certificate, by whose will, by whom, what for (at most 200 characters), and what of it was told. */
export type CertificateUse = {
  certificateId: string;
  kind: UseKind;
  mode: UseMode;
  by: CertificateUser;
  purpose: string;
  fields: readonly string[];
  grantId?: string;
  presentationId?: string;
  applicationId?: string;
  itemId?: string;
};

/** Writes down a use for the holder, for good; it stands or falls with the transaction that uses. Returns its id. */
export async function recordUse(tx: Tx, now: Date, { by, purpose, fields, ...use }: CertificateUse): Promise<string> {
  const id = await newId(tx);
  await tx.insert(certificateUses).values({ id, ...use, userKind: by.kind, userId: by.id, userName: by.name, purpose: seal(purpose, usePurposePlace(id)), fields: [...fields], at: now });
  return id;
}
