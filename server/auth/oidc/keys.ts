import { desc, lt, max } from "drizzle-orm";
import { exportJWK, generateKeyPair } from "jose";
import type { JWK } from "oidc-provider";
import type { Database, Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import { oidcKeys } from "@/db/schema";
import { idTokenAlgorithms, type IdTokenAlgorithm } from "@/domain/identity/rules/authorization";
import { newId } from "@/server/core/ids";
import { sessionStore } from "../session";

/** A generation signs for this long, after it has been published for a day, for clients keep copies; then it is there to verify. */
const signingDays = 90;
const publishedDays = 3 * signingDays;

const day = 24 * 60 * 60 * 1000;
const place = (row: string): Place => ({ table: "oidc_keys", column: "jwk", row });

type Row = typeof oidcKeys.$inferSelect;

/** The private keys of the provider, those that sign first; the first use makes them. */
export async function signingKeys(db: Reader, now: Date): Promise<{ version: string; keys: JWK[] }> {
  const rows = await listKeys(db);
  if (rows.length === 0) {
    await addGeneration(sessionStore(db), now, 0);
    return signingKeys(db, now);
  }
  const known = rows.filter(({ createdAt }) => now.getTime() - createdAt.getTime() >= day);
  const signing = (known[0] ?? rows.at(-1))?.generation;
  const ordered = [...rows.filter(({ generation }) => generation === signing), ...rows.filter(({ generation }) => generation !== signing)];
  return { version: ordered.map(({ id }) => id).join(), keys: ordered.map((row) => ({ ...jwkOf(row), kid: row.id, alg: row.algorithm, use: "sig" })) };
}

/** Publishes a new generation when the newest is old enough, and drops what nothing refers to any more. */
export async function rotateSigningKeys(db: Reader, now: Date): Promise<void> {
  const [newest] = await listKeys(db);
  if (newest && now.getTime() - newest.createdAt.getTime() >= signingDays * day) await addGeneration(sessionStore(db), now, newest.generation);
  await sessionStore(db).delete(oidcKeys).where(lt(oidcKeys.createdAt, new Date(now.getTime() - publishedDays * day)));
}

/** Withdraws every key and signs with new ones from now on, as after a leak: what the old ones signed counts no more. */
export async function replaceSigningKeys(tx: Tx, now: Date): Promise<void> {
  const gone = await tx.delete(oidcKeys).returning({ generation: oidcKeys.generation });
  await addGeneration(tx, now, Math.max(0, ...gone.map(({ generation }) => generation)));
}

function listKeys(db: Reader): Promise<Row[]> {
  return db.select().from(oidcKeys).orderBy(desc(oidcKeys.generation), oidcKeys.algorithm);
}

/** Of two processes that add the same generation at once, one wins. */
async function addGeneration(db: Database | Tx, now: Date, after: number): Promise<void> {
  const made = await Promise.all(idTokenAlgorithms.map(async (algorithm) => ({ algorithm, jwk: await makeKey(algorithm) })));
  await db.transaction(async (tx) => {
    const [last] = await tx.select({ generation: max(oidcKeys.generation) }).from(oidcKeys);
    if ((last?.generation ?? after) !== after) return;
    for (const { algorithm, jwk } of made) {
      const id = await newId(tx);
      await tx.insert(oidcKeys).values({ id, generation: after + 1, algorithm, jwk: seal(JSON.stringify(jwk), place(id)), createdAt: now }).onConflictDoNothing();
    }
  });
}

async function makeKey(algorithm: IdTokenAlgorithm): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return exportJWK(privateKey);
}

// Safe: addGeneration wrote it from jose's own export, and the seal proves that nobody has touched it since.
function jwkOf({ id, jwk }: Row): JWK {
  return JSON.parse(open(jwk, place(id))) as JWK;
}
