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

/** A line of a dump: its head, then every checkpoint, every sealed row by number, every row not sealed yet, and its end. */
export const DumpLine = z.union([
  z.strictObject({ format: z.literal("tongban.audit-dump/1"), madeAt: Instant }),
  z.strictObject({ checkpoint: z.string() }),
  z.strictObject({ ...sealed, ...opening }),
  z.strictObject({ unsealed: z.strictObject({ id: z.uuid(), at: Instant }) }),
  z.strictObject({ end: z.strictObject({ sealed: z.int().nonnegative(), unsealed: z.int().nonnegative(), checkpoints: z.int().nonnegative() }) }),
]);
export type DumpLine = z.infer<typeof DumpLine>;

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
