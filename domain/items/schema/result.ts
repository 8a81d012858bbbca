import { z } from "zod";
import { LocalisedText } from "@/domain/forms/schema";

export const ItemResult = z.strictObject({
  name: z.string().min(1).max(200),
  kind: z.enum(["certificate", "document", "other"]),
  validity: z.string().max(300).optional(),
  /** 结果样本, published where anyone can see it. */
  sampleUrl: z.url({ protocol: /^https?$/ }).max(1000).optional(),
  /** Id of the type in the certificate catalogue; a certificate is issued only when this is set. */
  certificateType: z.string().max(80).optional(),
  /** Months the certificate is valid from the decision; absent means without end. */
  validMonths: z.int().min(1).max(1200).optional(),
  /** Face fields of the certificate, each bound to an answer. */
  face: z.array(z.strictObject({ key: z.string(), label: LocalisedText, field: z.string() })).max(40).optional(),
});
export type ItemResult = z.infer<typeof ItemResult>;
