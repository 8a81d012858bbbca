import type { DocumentKind } from "@/domain/identity/rules/levels";

/** Whose reader is asked (`reader`: the account of the clerk beside it); `id` is ours, for both sides' books. */
export type ReaderQuestion = { id: string; reader: string; sample?: string | undefined };

/** What the machine read off a document that it found genuine. */
export type ReadDocument = { kind: DocumentKind; name: string; citizenId: string; validUntil: string | null };

/** `none`: nothing lies there; `refused`: the machine does not believe the document. */
export type ReaderAnswer = { result: "read"; document: ReadDocument } | { result: "none" | "refused" };

/** A sample document of the demonstration, by what stands on it. */
export type SampleDocument = { key: string; name: string };

/** The bridge to the document readers of a hall. `samples` are there in demo mode alone. `read` throws `Unavailable`. */
export type DocumentReaderPort = {
  read(question: ReaderQuestion): Promise<ReaderAnswer>;
  samples?: () => SampleDocument[];
};
