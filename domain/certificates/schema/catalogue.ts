import { z } from "zod";
import { Layout } from "@/domain/items/schema/layout";
import { FaceFieldSpec, holderKinds, ValidityRule } from "@/domain/items/schema/result";

/** Levels of the organ that defines a type (GB/T 36902): state, province, city, county, other. */
export const definingLevels = ["1", "2", "3", "4", "5"] as const;
/** 目录类别: certificate, approval, proof, material, identity document. */
export const directoryKinds = ["1", "2", "3", "4", "5"] as const;
/** 证照等级, by how far the data may be relied on: A from the issuer itself, down to D declared by the holder. */
export const grades = ["A", "B", "C", "D"] as const;
/** Which algorithms sign certificates of a type: ES256 with SHA-256, or SM2 with SM3. */
export const signatureSuites = ["international", "national"] as const;
export type SignatureSuite = (typeof signatureSuites)[number];

const line = (max: number) => z.string().trim().min(1).max(max);

/** An edition of a certificate type: the elements of GB/T 36902, the face, the page. A published one never changes. */
export const CertificateTypeContent = z.strictObject({
  name: line(200),
  nameEn: line(300).optional(),
  /** 证照定义机构: its name and level; its code begins the type's code. */
  definingOrgan: z.strictObject({ name: line(200).optional(), level: z.enum(definingLevels).optional() }),
  /** Which organs issue it, in words. */
  issuers: line(500).optional(),
  /** 证照颁发机构级别: the highest at which it is issued. */
  issuingLevel: z.enum(definingLevels).optional(),
  directoryKind: z.enum(directoryKinds).optional(),
  grade: z.enum(grades).optional(),
  holderKinds: z.array(z.enum(holderKinds)).min(1),
  validity: ValidityRule,
  /** 有效期限范围 in the law's own words. */
  validityText: line(500).optional(),
  basis: line(500).optional(),
  category: line(60).optional(),
  aliases: z.array(line(60)).max(40),
  /** 关联事项: basic codes of the items whose result it is. */
  linkedItems: z.array(z.string().regex(/^[0-9A-Z]{12}$/)).max(60),
  /** Whether one holder may have several that are valid at a time. */
  severalPerHolder: z.boolean(),
  fields: z.array(FaceFieldSpec).max(60),
  suite: z.enum(signatureSuites),
  /** Its page; absent means that one is made from the fields. */
  layout: Layout.optional(),
  /** Where these facts come from. */
  note: z.string().max(1000).optional(),
});
export type CertificateTypeContent = z.infer<typeof CertificateTypeContent>;

export const editionStatuses = ["draft", "published", "superseded"] as const;

const CertificateTypeId = z.string().regex(/^[a-z][a-z0-9-]{1,59}$/);
/** Credit code of the defining organ and three digits (GB/T 36904). */
const CertificateTypeCode = z.string().regex(/^[0-9A-Z]{18}\d{3}$/);

export const ListCertificateTypes = z.strictObject({
  query: z.string().max(100).optional(),
  state: z.enum(["draft", "published"]).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListCertificateTypes = z.infer<typeof ListCertificateTypes>;

export const CertificateTypeReference = z.strictObject({ id: CertificateTypeId });
export type CertificateTypeReference = z.infer<typeof CertificateTypeReference>;

/** A change to the draft of a type as it was at `version`. */
export const EditionReference = CertificateTypeReference.extend({ version: z.int().min(0) });
export type EditionReference = z.infer<typeof EditionReference>;

export const CreateCertificateType = CertificateTypeReference.extend({ code: CertificateTypeCode, name: line(200) });
export type CreateCertificateType = z.infer<typeof CreateCertificateType>;

/** Changes parts of a draft; `layout` null takes the page away. */
export const SaveEdition = EditionReference.extend({ changes: CertificateTypeContent.omit({ layout: true }).partial().extend({ layout: Layout.nullable().optional() }) });
export type SaveEdition = z.infer<typeof SaveEdition>;

/** Sample data a page is tried with: usual, English, as long as it may be, with rare characters. */
export const samples = ["usual", "english", "longest", "rare"] as const;
export const Sample = z.enum(samples);
export type Sample = z.infer<typeof Sample>;

export const PreviewCertificateType = CertificateTypeReference.extend({ sample: Sample });
export type PreviewCertificateType = z.infer<typeof PreviewCertificateType>;

export const PreviewItemResult = z.strictObject({ itemId: z.uuid(), sample: Sample });
export type PreviewItemResult = z.infer<typeof PreviewItemResult>;

