import type { Reader } from "@/db/client";
import { sampleRecord } from "@/domain/certificates/rules/samples";
import type { CertificateTypeContent, PreviewCertificateType, PreviewItemResult, Sample } from "@/domain/certificates/schema/catalogue";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { ItemResult } from "@/domain/items/schema/result";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { renderCertificatePdf } from "@/server/core/documents/certificate-pdf";
import { getEditable } from "@/server/items/queries/editing";
import { findIssuedType, getType } from "./catalogue";

export type Preview = { name: string; mime: "application/pdf"; base64: string };

type Drawn = { code: string; type: CertificateTypeContent; sample: Sample; result?: ItemResult };

/** Draws invented data on the page: marked 样本, in no register, signed by nobody. */
async function draw({ code, type, sample, result }: Drawn): Promise<Preview> {
  const record = sampleRecord({ code, type, sample, result });
  const layout = result?.layout ?? type.layout;
  const pdf = await renderCertificatePdf(record, { verifyUrl: `${env().publicUrl}/verify/${record.certificate_identifier}`, layout, sample: true });
  return { name: `${type.name}-样本.pdf`, mime: "application/pdf", base64: pdf.toString("base64") };
}

/** A type's page with sample data, of the draft where there is one. Errors: `certificates.typeNotFound`, `certificates.missingGlyph`. */
export async function previewType({ db }: Ctx, { id, sample }: PreviewCertificateType): Promise<Preview> {
  const { type, draft, current } = await getType(db, id);
  const content = draft?.content ?? current?.content;
  if (!content) throw new DomainError("not_found", "certificates.typeNotFound");
  return draw({ code: type.code, type: content, sample });
}

/** The certificate of an item as its draft (else its revision) binds and lays it out. Errors: `items.notFound`, `certificates.typeUnknown` (conflict), `certificates.missingGlyph`. */
export async function previewResult({ db, actor }: Ctx & { actor: User }, { itemId, sample }: PreviewItemResult): Promise<Preview> {
  const { draft, current } = await getEditable(db, actor, itemId);
  const result = (draft ?? current)?.content.result;
  const type = await findIssuedType(db, result?.certificateType);
  if (!result || !type) throw new DomainError("conflict", "certificates.typeUnknown", { type: result?.certificateType ?? "" });
  return draw({ code: type.code, type: type.content, sample, result });
}

/** What an item's editor chooses a certificate from: the published edition of a type. Errors: `certificates.typeNotFound`. */
export async function getIssuedType(db: Reader, id: string) {
  const type = await findIssuedType(db, id);
  if (!type) throw new DomainError("not_found", "certificates.typeNotFound");
  return type;
}
