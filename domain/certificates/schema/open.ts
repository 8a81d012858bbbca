import { z } from "zod";
import { certificateStatuses } from "../schema";
import { CertificateField, Purpose, useModes } from "./uses";

/** What every request of the open interface says: under which permission, for which item and case, what for. */
const UnderPermission = z.strictObject({
  grant: z.uuid().describe("Id of the permission (usage grant)."),
  item: z.string().trim().min(1).max(60).describe("Handling code of the service item it is used for."),
  application: z.string().trim().min(1).max(40).optional().describe("Number of the case; left out under a standing permission."),
  purpose: Purpose.describe("What it is used for, in words that the holder will read."),
});

const Fields = z.array(CertificateField).min(1).max(60).describe("Fields to tell, such as holders.name, holders.code, certificate_number, face.<key>.");

/** By its holder and type. */
export const OpenQuery = UnderPermission.extend({
  type: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/).describe("Id of the certificate type."),
  holderCode: z.string().trim().min(1).max(40).describe("Citizen identity number or unified social credit code of the holder."),
  fields: Fields,
});
export type OpenQuery = z.infer<typeof OpenQuery>;

/** By its identifier. In an address, fields are parted by commas. */
export const OpenRead = UnderPermission.extend({ fields: z.preprocess((value) => (typeof value === "string" ? value.split(",") : value), Fields) });
export type OpenRead = z.infer<typeof OpenRead>;

/** A marked copy, or where it stands: no field is named. */
export const OpenAsk = UnderPermission;
export type OpenAsk = z.infer<typeof OpenAsk>;

/** Where a certificate stands and whether its signature holds. */
export const OpenStanding = z.object({
  use: z.uuid().describe("Id of the entry in the holder's record of uses."),
  grant: z.uuid(), mode: z.enum(useModes), identifier: z.string(), status: z.enum(certificateStatuses), signature: z.enum(["valid", "altered", "pending"]),
});
export type OpenStanding = z.infer<typeof OpenStanding>;

/** A certificate as it is told: its facts, and the fields asked for. */
export const OpenCertificate = OpenStanding.extend({
  facts: z.object({
    identifier: z.string(), typeCode: z.string(), typeName: z.string(), name: z.string(), version: z.string(), issuer: z.string(), issuerCode: z.string(),
    issuedOn: z.iso.date(), validFrom: z.iso.date(), validUntil: z.iso.date().nullable(), demo: z.boolean(),
  }),
  fields: z.array(z.object({ field: z.string(), labelZh: z.string(), labelEn: z.string(), value: z.string() })),
});
export type OpenCertificate = z.infer<typeof OpenCertificate>;
