import { z } from "zod";
import { correctable, erasable } from "./schema/subjects";

/** What is kept about a person, told in these classes; `retention` says of each why and for how long. */
export const dataClasses = [
  "profile", "applications", "drafts", "refusedFiles", "removedFiles", "replacedFiles", "keptMaterials", "certificates", "certificateUses", "presentations", "notices", "ratings", "delegations", "messages",
  "sessions", "signInAttempts", "receptions", "experts", "itemRuns", "accessLog", "auditLog", "dataRequests", "enquiries", "answersGiven", "queue",
] as const;
export type DataClass = (typeof dataClasses)[number];

/** How staff came to read somebody's data. */
export const accessKinds = ["open", "reveal", "download", "counter", "answer", "expert", "register", "export"] as const;
export type AccessKind = (typeof accessKinds)[number];

export const requestKinds = ["correction", "erasure"] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestStates = ["open", "granted", "refused"] as const;
export type RequestState = (typeof requestStates)[number];

export type RequestSubject = (typeof correctable)[number] | (typeof erasable)[number];

/** Why a request is refused, by law. */
export const refusalGrounds = ["keptByLaw", "stillNeeded", "notYours", "notProven", "atCounter"] as const;
export type RefusalGround = (typeof refusalGrounds)[number];

const Why = z.string().trim().min(2).max(500);

/** A request about one's own data: what is wrong or to be erased, the right value where it is one, and why. */
export const FileRequest = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("correction"), subject: z.enum(correctable), value: z.string().trim().min(1).max(200), why: Why }),
  z.strictObject({ kind: z.literal("erasure"), subject: z.enum(erasable), why: Why }),
]);
export type FileRequest = z.infer<typeof FileRequest>;

/** The sealed part of a request. */
export const Wish = z.strictObject({ why: z.string(), value: z.string().optional() });
export type Wish = z.infer<typeof Wish>;

/** The organ's answer: a refusal names its ground in law. */
export const AnswerRequest = z.discriminatedUnion("decision", [
  z.strictObject({ id: z.uuid(), decision: z.literal("granted"), reason: Why }),
  z.strictObject({ id: z.uuid(), decision: z.literal("refused"), ground: z.enum(refusalGrounds), reason: Why }),
]);
export type AnswerRequest = z.infer<typeof AnswerRequest>;

const page = { cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) };

export const ListPage = z.strictObject(page);
export type ListPage = z.infer<typeof ListPage>;

export const ListRequests = z.strictObject({ ...page, state: z.enum(["open", "answered"]).default("open") });
export type ListRequests = z.infer<typeof ListRequests>;

export const RequestByNumber = z.strictObject({ number: z.string().trim().max(40) });
export type RequestByNumber = z.infer<typeof RequestByNumber>;

export const ExportForm = z.strictObject({ form: z.enum(["json", "pdf"]) });
export type ExportForm = z.infer<typeof ExportForm>;
