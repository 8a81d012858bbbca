import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { expertConclusions } from "./conclusions";

/** Where a request to an expert stands; `ended` when the step or the case went on without it. */
export const expertStates = ["invited", "seen", "answered", "declined", "revoked", "expired", "ended"] as const;
export type ExpertState = (typeof expertStates)[number];

export const expertChannels = ["phone", "mail"] as const;

/** Who is asked and how they are reached; kept sealed. */
export const ExpertPerson = z.strictObject({
  name: z.string().trim().min(2).max(60),
  organisation: z.string().trim().min(2).max(120),
  channel: z.enum(expertChannels),
  to: z.string().trim().min(3).max(120),
});
export type ExpertPerson = z.infer<typeof ExpertPerson>;

/** As kept: how they were reached is forgotten a year after the case was closed. */
export const KeptExpert = ExpertPerson.extend({ to: z.string().max(120) });

/** What the expert may see: these answers, each masked unless opened, and these files; nothing else of the case. */
export const ExpertScope = z.strictObject({
  fields: z.array(z.strictObject({ id: z.string().min(1).max(120), open: z.boolean() })).max(200),
  files: z.array(z.uuid()).max(60),
  downloads: z.boolean(),
});
export type ExpertScope = z.infer<typeof ExpertScope>;

const id = z.uuid();
export const AskExpert = z.strictObject({ id, step: z.string().min(1).max(40), expert: ExpertPerson, question: z.string().trim().min(5).max(2000), scope: ExpertScope, dueOn: Day });
export type AskExpert = z.infer<typeof AskExpert>;
export const ExpertRequestById = z.strictObject({ requestId: id });
export type ExpertRequestById = z.infer<typeof ExpertRequestById>;

/** The 256 bits of a link, base64url; what is not of this shape is no link at all. */
const token = z.string().max(200);
export const ExpertLink = z.strictObject({ token });
export type ExpertLink = z.infer<typeof ExpertLink>;
/** `session`: what this browser was given for the right code. */
const Entered = { token, session: z.string().max(200) };
export const ExpertVisit = z.strictObject(Entered);
export type ExpertVisit = z.infer<typeof ExpertVisit>;
export const ExpertFile = z.strictObject({ ...Entered, fileId: id, download: z.boolean().default(false) });
export type ExpertFile = z.infer<typeof ExpertFile>;

export const ExpertDraft = z.strictObject({ opinion: z.string().max(10_000), conclusion: z.enum(expertConclusions).nullable() });
export type ExpertDraft = z.infer<typeof ExpertDraft>;
export const SaveExpertDraft = z.strictObject({ ...Entered, draft: ExpertDraft });
export type SaveExpertDraft = z.infer<typeof SaveExpertDraft>;
export const SubmitExpertOpinion = z.strictObject({
  ...Entered, opinion: z.string().trim().min(10).max(10_000), conclusion: z.enum(expertConclusions),
  /** No conflict of interest. */
  declared: z.literal(true, "experts.declarationMissing"),
});
export type SubmitExpertOpinion = z.infer<typeof SubmitExpertOpinion>;
export const DeclineExpert = z.strictObject({ ...Entered, reason: z.string().trim().min(2).max(1000) });
export type DeclineExpert = z.infer<typeof DeclineExpert>;
