import { createHash } from "node:crypto";
import { z } from "zod";
import { closesTime, isOverdue, timeFinding, type Finding } from "@/domain/audit/rules/findings";
import { emptyFrontier, grow, leafHash, rootFromPath, rootOf, type Frontier } from "@/domain/audit/rules/merkle";
import { Checkpoint, MovedYear, type AuditRow, type AuditProof, type DumpLine } from "@/domain/audit/schema";
import { parseJson } from "@/domain/core/json";
import { canonicalJson } from "./canonical";
import { openCompact, signCompact } from "./jws";
import { isBelieved, type Jwks, type SigningKey } from "./keys";

const type = "application/tongban-audit-checkpoint+json";
const mark = "tongban.audit.seal/1\n";

/** Stands where the first row has no seal before it. */
export const noSeal = "0".repeat(64);

export const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
export const hexOf = (hash: Uint8Array) => Buffer.from(hash).toString("hex");
export const sha256 = (...parts: (Uint8Array | string)[]): Uint8Array => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
export const digestOf = (text: string) => hexOf(sha256(text));

/** The seal of a row: SHA-256 over a mark of this use, the seal before, the row's number (8 bytes) and its canonical text. */
export function sealOf({ previous, seq, row }: { previous: string; seq: number; row: AuditRow }): string {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(seq));
  return hexOf(sha256(mark, bytesOf(previous), number, canonicalJson(row)));
}

/** Binds who acted without telling it; null where nobody did. */
export const actorOf = (salt: string, actorId: string | null): string | null => (actorId === null ? null : digestOf(`${salt}/${actorId}`));

/** What a seal is as a leaf of the tree. */
export const leafOf = (seal: string) => leafHash(sha256, bytesOf(seal));

/** A checkpoint over a chain of this head and tree, signed. */
export function signCheckpoint({ frontier, ...rest }: { frontier: Frontier; head: string; at: string; previous: string | null }, key: SigningKey): Promise<string> {
  const checkpoint: Checkpoint = { format: "tongban.audit-checkpoint/1", size: frontier.size, root: hexOf(rootOf(sha256, frontier)), ...rest };
  return signCompact({ typ: type }, canonicalJson(checkpoint), key);
}

/** What a checkpoint says; undefined where its signature does not hold, or its key is not among those given or was taken back. Without keys nobody is asked who signed. */
export async function openCheckpoint(jws: string, jwks: Jwks | undefined): Promise<Checkpoint | undefined> {
  if (!jwks) return stated(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8"));
  const opened = await openCompact(jws, { typ: type, purpose: "audit" }, jwks);
  const checkpoint = opened.status === "valid" ? stated(opened.payload) : undefined;
  return opened.status === "valid" && checkpoint && isBelieved(opened.key, { statedAt: new Date(checkpoint.at) }) ? checkpoint : undefined;
}

const stated = (payload: string): Checkpoint | undefined => Checkpoint.safeParse(parseJson(payload)).data;

export type ChainVerdict = { sealed: number; unsealed: number; checkpoints: number; /** Rows that were moved away and not looked at: their seals alone. */ moved: number; last: Checkpoint | undefined; findings: Finding[] };

type SealedLine = Extract<DumpLine, { seq: number }>;
type Told = { jwks: Jwks | undefined; /** Checkpoints kept elsewhere. */ witnesses: readonly string[] };

const mostFindings = 200;

/**
 * Reads a whole chain once, in the order of a dump, and tells everything that is wrong with it. Memory does not grow with
 * its length, but with its checkpoints (half a kilobyte each) and what is wrong.
 */
export async function verifyChain(lines: AsyncIterable<DumpLine>, told: Told): Promise<ChainVerdict> {
  const reading = new Reading(told);
  for await (const line of lines) await reading.take(line);
  return reading.verdict();
}

/** What a dump consists of, in its order. */
const parts = [["format"], ["checkpoint"], ["movedYear"], ["seq", "moved"], ["unsealed"], ["end"]] as const;
/** The act by which a year leaves the database. It tells all that have left so far: the note of an earlier one may have left itself. */
export const moveAction = "operations.moveYear";
export const MoveNote = z.object({ table: z.literal("audit_log"), years: z.array(MovedYear) });

class Reading {
  private findings: Finding[] = [];
  private madeAt = "";
  private part = -1;
  private inOrder = true;
  /** By the digest of their text; undefined what is none of ours. */
  private opened = new Map<string, Checkpoint | undefined>();
  private known: Checkpoint[] | undefined;
  private at = 0;
  private closed: Checkpoint | undefined;
  private seq = 0;
  private head = noSeal;
  private frontier = emptyFrontier;
  private counts = { sealed: 0, unsealed: 0, checkpoints: 0, moved: 0 };
  private years: { year: MovedYear; rows: number; first: number }[] = [];
  /** What sealed rows say was moved, by the digest of the file. */
  private declared = new Map<string, MovedYear>();
  private ended = false;
  private whole = true;

  constructor(private readonly told: Told) {}

  async take(line: DumpLine): Promise<void> {
    this.place(parts.findIndex((part) => part.some((member) => member in line)));
    if ("format" in line) this.madeAt = line.madeAt;
    else if ("checkpoint" in line) await this.open(line.checkpoint, (this.counts.checkpoints += 1));
    else if ("movedYear" in line) this.years.push({ year: line.movedYear, rows: 0, first: 0 });
    else if ("end" in line) this.end(line.end);
    else if ("moved" in line) this.moved(line.moved, await this.checkpoints());
    else if ("seq" in line) this.row(line, await this.checkpoints());
    else this.unsealed(line.unsealed);
  }

  async verdict(): Promise<ChainVerdict> {
    const known = await this.checkpoints();
    for (const { size } of known) if (size > this.seq) this.find("cutShort", size);
    const signed = known.at(-1)?.size ?? 0;
    if (signed < this.seq) this.find("unsigned", signed + 1);
    this.checkYears();
    if (!this.ended || !this.inOrder) this.find("incomplete", this.seq);
    return { ...this.counts, checkpoints: known.length, last: known.at(-1), findings: this.findings };
  }

  private checkYears(): void {
    for (const { year, rows, first } of this.years) if (rows > 0 && !this.isDeclared(year, rows)) this.find("undeclared", first);
  }

  /** The head stands first and once, nothing behind the end. */
  private place(part: number): void {
    const next = part === this.part ? part > 0 && part < parts.length - 1 : part > this.part && (this.part >= 0 || part === 0);
    this.inOrder &&= next;
    this.part = part;
  }

  private find(kind: Finding["kind"], seq: number): void {
    if (this.findings.length < mostFindings) this.findings.push({ kind, seq });
  }

  /** Those of the dump and of the other place, each once, by the size they speak of. */
  private async checkpoints(): Promise<Checkpoint[]> {
    if (this.known) return this.known;
    for (const [position, jws] of this.told.witnesses.entries()) await this.open(jws, position);
    this.known = [...this.opened.values()].filter((checkpoint) => checkpoint !== undefined).toSorted((one, other) => one.size - other.size);
    for (const { previous, size } of this.known) if (previous !== null && !this.opened.has(previous)) this.find("checkpointMissing", size);
    return this.known;
  }

  private async open(jws: string, position: number): Promise<void> {
    const digest = digestOf(jws);
    if (this.opened.has(digest)) return;
    const checkpoint = await openCheckpoint(jws, this.told.jwks);
    this.opened.set(digest, checkpoint);
    if (!checkpoint) this.find("forged", stated(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString("utf8"))?.size ?? position);
  }

  private row(line: SealedLine, known: Checkpoint[]): void {
    const { seq, hash, row } = line;
    this.counts.sealed += 1;
    if (!this.fits(line)) this.find("altered", seq);
    this.countOfYear(row.id, seq);
    if (row.action === moveAction) this.declare(row);
    const time = timeFinding(row, { before: this.closed, holds: known[this.at] });
    if (time) this.find(time, seq);
    this.goOn({ seq, hash }, known);
  }

  /** Its row is elsewhere: its seal still has its place in the chain and in the tree. */
  private moved({ seq, hash, id }: { seq: number; hash: string; id: string }, known: Checkpoint[]): void {
    this.counts.moved += 1;
    if (!this.countOfYear(id, seq)) this.find("missing", seq);
    if (seq <= this.seq) this.find("altered", seq);
    else if (seq > this.seq + 1) this.gap(seq);
    this.goOn({ seq, hash }, known);
  }

  private countOfYear(id: string, seq: number): boolean {
    const entry = this.years.find(({ year: { fromId, toId } }) => (fromId === null || id >= fromId) && id < toId);
    if (entry) [entry.rows, entry.first] = [entry.rows + 1, entry.first || seq];
    return entry !== undefined;
  }

  private declare({ after }: AuditRow): void {
    for (const year of MoveNote.safeParse(after).data?.years ?? []) this.declared.set(year.sha256, year);
  }

  private isDeclared(year: MovedYear, rows: number): boolean {
    const told = this.declared.get(year.sha256);
    return told !== undefined && told.fromId === year.fromId && told.toId === year.toId && told.rows === rows && year.rows === rows;
  }

  private goOn({ seq, hash }: { seq: number; hash: string }, known: Checkpoint[]): void {
    [this.seq, this.head] = [seq, hash];
    this.frontier = grow(sha256, this.frontier, leafOf(hash)).frontier;
    for (let next = known[this.at]; next && next.size <= seq; next = known[(this.at += 1)]) {
      this.compare(next);
      if (closesTime(next, known[this.at - 1]?.size ?? 0)) this.closed = next;
    }
  }

  private fits({ seq, hash, salt, actorId, row }: SealedLine): boolean {
    if (seq <= this.seq || row.actor !== actorOf(salt, actorId)) return false;
    // Behind a gap the seal before is not known; the rows after it hang together again.
    if (seq > this.seq + 1) return this.gap(seq);
    return sealOf({ previous: this.head, seq, row }) === hash;
  }

  private gap(seq: number): true {
    this.whole = false;
    for (let gone = this.seq + 1; gone < seq && this.findings.length < mostFindings; gone += 1) this.find("missing", gone);
    return true;
  }

  /** Where rows are missing, the tree cannot be made again; the head still tells. */
  private compare({ size, head, root }: Checkpoint): void {
    const same = size === this.seq ? head === this.head && (!this.whole || root === hexOf(rootOf(sha256, this.frontier))) : !this.whole;
    if (!same) this.find("rewritten", size);
  }

  private unsealed(row: Pick<AuditRow, "at">): void {
    this.counts.unsealed += 1;
    if (isOverdue(row, this.madeAt)) this.find("unsealed", this.seq + this.counts.unsealed);
  }

  /** What was put in place of a row that was moved counts as moved. */
  private end({ sealed, unsealed, checkpoints, moved = 0 }: Extract<DumpLine, { end: object }>["end"]): void {
    this.ended = sealed + moved === this.counts.sealed + this.counts.moved && moved >= this.counts.moved && unsealed === this.counts.unsealed && checkpoints === this.counts.checkpoints;
  }
}

type ProofVerdict = { status: "proven"; checkpoint: Checkpoint } | { status: "unknownKey" } | { status: "altered"; seq: number };

/** Whether each row of a proof is what was sealed, and stands in the tree of its checkpoint. */
export async function verifyProof({ checkpoint: jws, entries }: AuditProof, jwks: Jwks | undefined): Promise<ProofVerdict> {
  const checkpoint = await openCheckpoint(jws, jwks);
  if (!checkpoint) return { status: "unknownKey" };
  const wrong = entries.find(({ seq, hash, row, previous, path }) => {
    const root = rootFromPath(sha256, { size: checkpoint.size, index: seq - 1, leaf: leafOf(hash), path: path.map(bytesOf) });
    return sealOf({ previous, seq, row }) !== hash || !root || hexOf(root) !== checkpoint.root;
  });
  return wrong ? { status: "altered", seq: wrong.seq } : { status: "proven", checkpoint };
}
