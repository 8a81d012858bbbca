import { z } from "zod";

/** Where a certificate stands in its life. Only `valid` may be presented or used. */
export const certificateStatuses = ["valid", "suspended", "revoked", "cancelled", "expired", "superseded"] as const;
export const CertificateStatus = z.enum(certificateStatuses);
export type CertificateStatus = z.infer<typeof CertificateStatus>;

/** Issued here on a case, issued elsewhere before and taken over, or the next version of one: by a renewal on a case, reissued as it was, with another face. */
export const certificateOrigins = ["issued", "imported", "renewed", "reissued", "changed"] as const;

/** GB/T 36903 annex A, the two kinds of holder code in use here: 111 citizen identity number, 001 unified social credit code. */
export const HolderType = z.enum(["111", "001"]);
export type HolderType = z.infer<typeof HolderType>;

const CertificateHolder = z.strictObject({ name: z.string().min(1), code: z.string().min(1), type: HolderType });

/** One line of the certificate's face (照面), in the order it is printed. */
export const FaceField = z.strictObject({
  key: z.string().min(1),
  labelZh: z.string().min(1),
  labelEn: z.string().min(1),
  value: z.string(),
});
export type FaceField = z.infer<typeof FaceField>;

/**
 * What is signed when a certificate is issued. Element names after GB/T 36903-2018; dates are calendar days of
 * Asia/Shanghai. `validate_end` is null for 长期 (no end). The record never changes: a new version is a new record.
 */
export const CertificateRecord = z.strictObject({
  schema: z.literal("tongban.certificate/1"),
  certificate_identifier: z.string().min(1),
  certificate_type_name: z.string().min(1),
  certificate_type_code: z.string().min(1),
  certificate_name: z.string().min(1),
  certificate_number: z.string().min(1),
  certificate_version: z.string().regex(/^\d{3}$/),
  /** The identifier of the version before this one; absent on the first. */
  associated_certificate_identifier: z.string().min(1).optional(),
  issuing_authority_name: z.string().min(1),
  issuing_authority_code: z.string().min(1),
  issuing_date: z.iso.date(),
  validate_start: z.iso.date(),
  validate_end: z.iso.date().nullable(),
  area_code: z.string().min(1),
  holders: z.array(CertificateHolder).min(1),
  related_item_name: z.string().min(1),
  related_item_code: z.string().min(1),
  extend_info: z.array(FaceField),
  demo: z.boolean(),
});
export type CertificateRecord = z.infer<typeof CertificateRecord>;

export const CertificateById = z.strictObject({ id: z.uuid() });
export type CertificateById = z.infer<typeof CertificateById>;

/** The signed PDF to read and print, the signed JSON for machines, or the SD-JWT whose holder shows what they choose. */
export const certificateForms = ["pdf", "json", "sd-jwt", "ofd"] as const;
/** `show` keeps these parts of an SD-JWT and leaves out all others; without it everything is there. */
export const DownloadCertificate = z.strictObject({ id: z.uuid(), form: z.enum(certificateForms), show: z.array(z.string().max(100)).max(100).optional() });
export type DownloadCertificate = z.infer<typeof DownloadCertificate>;

export const StatusListReference = z.strictObject({ list: z.int().min(0).max(32_767) });

export const VerifyCertificate = z.strictObject({ identifier: z.string().trim().min(1).max(200) });
export type VerifyCertificate = z.infer<typeof VerifyCertificate>;

/** A file to check: at most 5 MB, in base64. */
export const largestFileBytes = 5 * 1024 * 1024;
export const VerifyFile = z.strictObject({ base64: z.base64().min(1).max(Math.ceil(largestFileBytes / 3) * 4) });
export type VerifyFile = z.infer<typeof VerifyFile>;

/** What a file turned out to be; `registered` leads to the certificate with its state, `unregistered` is signed here but no certificate. */
export const fileVerdicts = ["registered", "altered", "unknownIssuer", "revokedKey", "unsigned", "unregistered"] as const;
export type FileVerdict = (typeof fileVerdicts)[number];

/** What was checked: a signed PDF, the signed JSON, its bare signature, or an SD-JWT with what its holder shows. */
export const fileForms = ["pdf", "json", "jws", "sd-jwt"] as const;
export type FileForm = (typeof fileForms)[number];

export const ReadFileCheck = z.strictObject({ receipt: z.string().min(1).max(6000) });
export type ReadFileCheck = z.infer<typeof ReadFileCheck>;
