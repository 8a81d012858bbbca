import { z } from "zod";

/** How a check of a case came out; `notRun` says why in its finding. */
export const checkStatuses = ["ok", "attention", "failed", "notRun"] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** The registers that can be asked about an applicant. */
export const registerKinds = ["population", "enterprise"] as const;
export type RegisterKind = (typeof registerKinds)[number];

/** Every check a case is shown with, in the order of the page. */
export const checkKinds = ["answers", "materials", "codes", "sameItem", "sameFile", "certificates", ...registerKinds] as const;
export type CheckKind = (typeof checkKinds)[number];

const id = z.uuid();
const number = z.string().min(21).max(40);

export const AskRegister = z.strictObject({ id, kind: z.enum(registerKinds) });
export type AskRegister = z.infer<typeof AskRegister>;

const body = z.string().trim().min(1).max(4000);
/** A note for colleagues. */
export const AddNote = z.strictObject({ id, body });
export type AddNote = z.infer<typeof AddNote>;
export const EditNote = z.strictObject({ noteId: id, body });
export type EditNote = z.infer<typeof EditNote>;
export const ListNotes = z.strictObject({ number, cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListNotes = z.infer<typeof ListNotes>;

/** Which form of the desk a draft belongs to: one act, or the note. */
const DraftKind = z.string().regex(/^(act:[a-zA-Z]{2,40}|note)$/);
export const DraftFields = z.record(z.string().max(160), z.union([z.string().max(20_000), z.array(z.string().max(20_000)).max(200)]));
export type DraftFields = z.infer<typeof DraftFields>;
/** `version`: the case as its writer saw it. */
export const SaveDeskDraft = z.strictObject({ id, version: z.int().min(0), kind: DraftKind, fields: DraftFields });
export type SaveDeskDraft = z.infer<typeof SaveDeskDraft>;
export const DropDeskDraft = z.strictObject({ id, kind: DraftKind });
export type DropDeskDraft = z.infer<typeof DropDeskDraft>;

/** The case that a page shows, by the version it shows. */
export const WatchCase = z.strictObject({ number, version: z.int().min(0) });
export type WatchCase = z.infer<typeof WatchCase>;
