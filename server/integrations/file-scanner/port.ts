import type { Readable } from "node:stream";

/**
 * What a scanner says of a file. `infected`: with the name it gives to what it found. `unscannable`: larger or closer locked
 * than it looks into, so that nothing is known of it and nothing ever will be.
 */
export type Verdict = { kind: "clean" } | { kind: "infected"; found: string } | { kind: "unscannable" };

/** Looks for malware in bytes, which are read once; throws `Unavailable` when it is away, slow or says anything else. */
export type FileScannerPort = { scan(bytes: Readable): Promise<Verdict> };
