import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { ReasonAct } from "../schema";

/** When the state of a certificate in a case was looked at last. */
export const onFileMoments = ["attach", "filing", "decision", "desk"] as const;
export type OnFileMoment = (typeof onFileMoments)[number];

/** Whether the signature over the record of a certificate holds; `pending` is not signed yet. */
export const signatureStates = ["valid", "altered", "pending"] as const;
export type SignatureState = (typeof signatureStates)[number];

const id = z.uuid();
/** The file field of a material: the material's own key. */
const fieldId = z.string().regex(/^m[0-9]{1,3}$/);

/** `consent`: the words beside the button, which say what is read, by whom and what for. */
export const AttachCertificate = z.strictObject({ id, fieldId, certificateId: z.uuid(), consent: z.literal(true, "applications.consentMissing") });
export type AttachCertificate = z.infer<typeof AttachCertificate>;

export const DetachCertificate = z.strictObject({ id, attachmentId: z.uuid() });
export type DetachCertificate = z.infer<typeof DetachCertificate>;

/** The same at a counter, where the person who is served agrees in front of the clerk. */
export const AttachAtCounter = AttachCertificate.extend({ reception: z.uuid() });
export type AttachAtCounter = z.infer<typeof AttachAtCounter>;
export const DetachAtCounter = DetachCertificate.extend({ reception: z.uuid() });
export type DetachAtCounter = z.infer<typeof DetachAtCounter>;

/** Something else in place of a certificate that ended, by a day. */
export const AskReplacement = ReasonAct.extend({ attachmentId: z.uuid(), dueOn: Day });
export type AskReplacement = z.infer<typeof AskReplacement>;
