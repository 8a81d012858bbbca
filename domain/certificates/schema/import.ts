import { z } from "zod";
import type { ErrorParams } from "@/domain/core/errors";
import { CertificateRecord } from "../schema";
import { CertificateTypeReference } from "./catalogue";

/** A file is read in the background, looked at, confirmed by a second person, then worked off. */
export const importStatuses = ["reading", "ready", "working", "done", "cancelled", "failed"] as const;
export type ImportStatus = (typeof importStatuses)[number];
/** What is planned for a row: it becomes a certificate, it is one already, or it cannot be one as it stands. */
export const importPlans = ["make", "same", "refuse"] as const;
export const importOutcomes = ["made", "same", "refused"] as const;

/** The most rows of one file. */
export const mostImportRows = 10_000;

/** What is wrong with a row: under which heading, and the key of the sentence that says what to do. */
export type ImportProblem = { column: string; code: string; params: ErrorParams };

/** A row as it will stand in the record; days of Asia/Shanghai, `validUntil` null for 长期. */
export const ImportedCertificate = CertificateRecord.pick({ holders: true }).extend({
  number: z.string().min(1),
  issuedOn: z.iso.date(),
  validFrom: z.iso.date(),
  validUntil: z.iso.date().nullable(),
  itemCode: z.string().min(1),
  face: CertificateRecord.shape.extend_info,
});
export type ImportedCertificate = z.infer<typeof ImportedCertificate>;

export const ImportReference = z.strictObject({ id: z.uuid() });
export type ImportReference = z.infer<typeof ImportReference>;

export const ListImports = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListImports = z.infer<typeof ListImports>;

export const ListImportRows = ImportReference.extend({ plan: z.enum(importPlans).optional(), after: z.int().min(0).default(0), limit: z.int().min(1).max(100).default(50) });
export type ListImportRows = z.infer<typeof ListImportRows>;

/** For which type, and in which department and division a certificate officer works, whose certificates these are. */
export const StartImport = z.strictObject({ typeId: CertificateTypeReference.shape.id, departmentId: z.uuid(), divisionCode: z.string().regex(/^\d{6}$/) });
export type StartImport = z.infer<typeof StartImport>;
