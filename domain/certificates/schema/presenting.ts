import { z } from "zod";
import { CertificateField } from "./uses";

/** On a screen for a minute, or on paper for half a year. */
export const presentationKinds = ["live", "printed"] as const;
export type PresentationKind = (typeof presentationKinds)[number];

/** What somebody shows a certificate for: at a window, to an inspector, for work, for a contract, on the way; `other` in their own words. */
export const presentationPurposes = ["window", "inspection", "work", "contract", "travel", "other"] as const;
export type PresentationPurpose = (typeof presentationPurposes)[number];

/** How a code stands: `live` opens the certificate, all others nothing; `unknown` is what no code was ever found by. */
export const codeStandings = ["live", "used", "expired", "revoked", "unknown"] as const;
export type CodeStanding = (typeof codeStandings)[number];

/** A certificate to be shown: what for, and what of its face shall be readable in full; all else is masked as for anyone. */
export const PresentCertificate = z.strictObject({
  id: z.uuid(),
  kind: z.enum(presentationKinds),
  purpose: z.enum(presentationPurposes),
  /** With `other` only: what for, in own words. */
  words: z.string().trim().min(2).max(200).optional(),
  fields: z.array(CertificateField).max(100).default([]),
}).refine(({ purpose, words }) => (purpose === "other") === (words !== undefined), { path: ["words"] });
export type PresentCertificate = z.infer<typeof PresentCertificate>;

export const PresentationReference = z.strictObject({ id: z.uuid() });
export type PresentationReference = z.infer<typeof PresentationReference>;

/** What a QR code says, or the digits somebody typed. */
export const PresentationCode = z.strictObject({ code: z.string().min(1).max(100) });
export type PresentationCode = z.infer<typeof PresentationCode>;

/** Looks at what is presented. `reader` is who looks, as they call themselves: the holder reads it. */
export const ScanPresentation = z.strictObject({ code: z.string().min(1).max(100), reader: z.string().trim().max(60).optional() });
export type ScanPresentation = z.infer<typeof ScanPresentation>;

/** The receipt of a scan, for the code it was given for. */
export const ReadScan = z.strictObject({ code: z.string().min(1).max(100), receipt: z.string().min(1).max(2000) });
export type ReadScan = z.infer<typeof ReadScan>;

/** A page of scans of one certificate, newest first; of one code only where it is named. */
export const ListScans = z.strictObject({ id: z.uuid(), presentationId: z.uuid().optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListScans = z.infer<typeof ListScans>;
