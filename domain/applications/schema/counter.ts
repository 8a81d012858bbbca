import { z } from "zod";
import { Person } from "@/domain/identity/schema/levels";
import { documentKinds } from "@/domain/identity/rules/levels";
import { secondLookDecisions } from "@/domain/identity/rules/counter";

/** How a case came in: filed by its applicant online, or taken by a clerk at a one-stop counter (综合窗口). */
export const channels = ["online", "counter"] as const;

/**
 * How far a material is believed (国办函〔2016〕108号): A issued by an organ, B compared with the original at the counter,
 * C a copy that was uploaded, D made by the applicant, who stands for it.
 */
export const trustLevels = ["A", "B", "C", "D"] as const;
export type TrustLevel = (typeof trustLevels)[number];

/** How somebody's document was taken in: read by a machine, or typed and looked at by a second person. */
export const receptionMethods = ["reader", "manual"] as const;
export type ReceptionMethod = (typeof receptionMethods)[number];

export const paymentMethods = ["cash", "card", "code", "transfer"] as const;

/** How the form was signed: on the screen in its own field, or on a print that was scanned. */
export const signatures = ["screen", "paper"] as const;

/** Under this name the scan of the signed form is kept beside the materials; no field of a form can be called so. */
export const signedFormField = "_signedForm";

const id = z.uuid();
/** Who is served now. */
const reception = z.uuid();
const Served = { reception, id };

/** `sample`: which of the sample documents lies on the reader of the demonstration. */
export const ReadDocument = z.strictObject({ sample: z.string().min(1).max(60).optional() });
export type ReadDocument = z.infer<typeof ReadDocument>;
/** What a clerk reads off a document where no machine can, and why none can. */
export const EnterDocument = z.strictObject({ document: z.enum(documentKinds), person: Person, reason: z.string().trim().min(2).max(500) });
export type EnterDocument = z.infer<typeof EnterDocument>;
export const DecideReception = z.strictObject({ id, decision: z.enum(secondLookDecisions) });
export type DecideReception = z.infer<typeof DecideReception>;
export const ReceptionById = z.strictObject({ reception });
export type ReceptionById = z.infer<typeof ReceptionById>;
/** For whom the person has come: themselves, or the principal of a delegation of theirs. */
export const ServeFor = z.strictObject({ reception, delegationId: z.uuid().nullable() });
export type ServeFor = z.infer<typeof ServeFor>;

export const StartAtCounter = z.strictObject({ reception, itemCode: z.string().min(31).max(33) });
export type StartAtCounter = z.infer<typeof StartAtCounter>;
export const ServedCase = z.strictObject(Served);
export type ServedCase = z.infer<typeof ServedCase>;
export const RemoveFileAtCounter = z.strictObject({ ...Served, fileId: z.uuid() });
export type RemoveFileAtCounter = z.infer<typeof RemoveFileAtCounter>;
/** `declared`: the declaration was read to the person, who agreed; `later`: what they promise to hand in later. */
export const SubmitAtCounter = z.strictObject({ ...Served, declared: z.literal(true, "applications.declarationMissing"), signature: z.enum(signatures), person: z.boolean().optional(), later: z.array(z.string().min(1).max(120)).max(60).optional() });
export type SubmitAtCounter = z.infer<typeof SubmitAtCounter>;

/** The clerk has held the original beside the copy and given it back; or takes that word back. */
export const CompareOriginal = z.strictObject({ id, fileId: z.uuid(), compared: z.boolean(), reception: reception.optional() });
export type CompareOriginal = z.infer<typeof CompareOriginal>;

/** The most that one note can say, in fen: a million yuan. */
export const mostFen = 100_000_000;
/** What was paid at the counter: which fee, how much (fen), how, under which receipt of the treasury. */
export const NotePayment = z.strictObject({
  id, fee: z.string().trim().min(1).max(200), amountFen: z.int().min(1).max(mostFen), method: z.enum(paymentMethods),
  receiptNumber: z.string().trim().min(4).max(40).regex(/^[\dA-Za-z-]+$/),
});
export type NotePayment = z.infer<typeof NotePayment>;
