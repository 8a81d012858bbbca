import { z } from "zod";

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Instant = z.iso.datetime({ precision: 3 });
const Seq = z.int().positive();

/**
 * A row of the audit log as it is hashed: every member present, nothing personal in it. `actor` is SHA-256 of the row's salt
 * and the id of whoever acted, so that a row can be shown without telling who.
 */
export const AuditRow = z.strictObject({
  id: z.uuid(),
  at: Instant,
  actor: Hash.nullable(),
  actorKind: z.enum(["anonymous", "system", "user"]),
  onBehalfOf: z.uuid().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  before: z.json(),
  after: z.json(),
  requestId: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** What the sealer signs: the chain's length, its head, the root of its tree, and which checkpoint came before (SHA-256 of its JWS). */
export const Checkpoint = z.strictObject({
  format: z.literal("tongban.audit-checkpoint/1"),
  size: Seq,
  root: Hash,
  head: Hash,
  at: Instant,
  previous: Hash.nullable(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

const sealed = { seq: Seq, hash: Hash, row: AuditRow };
/** Who acted, and the salt that binds them. */
const opening = { salt: z.uuid(), actorId: z.uuid().nullable() };

const Count = z.int().nonnegative();
/** Ids from one on (null: from the first) up to but without the other; a lowest id of a year is none that a row has. */
const span = { fromId: z.guid().nullable(), toId: z.guid() };

/** A year whose rows were moved out of the database, into the file of this digest. */
export const MovedYear = z.strictObject({ year: z.int(), ...span, rows: Seq, sha256: Hash });
export type MovedYear = z.infer<typeof MovedYear>;

/**
 * A line of a dump: its head, then every checkpoint, every year that was moved away, every sealed row by number (of one that
 * was moved away its seal alone), every row not sealed yet, and its end.
 */
export const DumpLine = z.union([
  z.strictObject({ format: z.literal("tongban.audit-dump/1"), madeAt: Instant }),
  z.strictObject({ checkpoint: z.string() }),
  z.strictObject({ movedYear: MovedYear }),
  z.strictObject({ ...sealed, ...opening }),
  z.strictObject({ moved: z.strictObject({ seq: Seq, hash: Hash, id: z.uuid() }) }),
  z.strictObject({ unsealed: z.strictObject({ id: z.uuid(), at: Instant }) }),
  z.strictObject({ end: z.strictObject({ sealed: Count, unsealed: Count, checkpoints: Count, moved: Count.optional() }) }),
]);
export type DumpLine = z.infer<typeof DumpLine>;

/**
 * A line of the file into which a year was moved: its head, each row as the database tells it in JSON, of the audit log with its
 * seal and by the seals' numbers, and the end. `kids` are the keys that the file's sealed values need (SECRET_KEYS).
 */
export const YearLine = z.union([
  z.strictObject({ format: z.literal("tongban.year/1"), table: z.string(), year: z.int(), ...span, madeAt: Instant, kids: z.array(z.string()) }),
  z.strictObject({ row: z.record(z.string(), z.json()), seal: z.strictObject({ seq: Seq, hash: Hash, salt: z.uuid() }).optional() }),
  z.strictObject({ end: z.strictObject({ rows: Count, content: z.string() }) }),
]);
export type YearLine = z.infer<typeof YearLine>;

/** That rows stand in the chain under a signed checkpoint: for each the seal before and the hashes beside its way to the root. */
export const AuditProof = z.strictObject({
  format: z.literal("tongban.audit-proof/1"),
  checkpoint: z.string(),
  entries: z.array(z.strictObject({ ...sealed, previous: Hash, path: z.array(Hash) })).min(1),
});
export type AuditProof = z.infer<typeof AuditProof>;

/** The proof of one's own case, by its number. */
export const ProofOfCase = z.strictObject({ number: z.string().trim().max(40) });
export type ProofOfCase = z.infer<typeof ProofOfCase>;
