import { desc, lt, max } from "drizzle-orm";
import { exportJWK, generateKeyPair } from "jose";
import type { JWK } from "oidc-provider";
import type { Database, Reader } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import { oidcKeys } from "@/db/schema";
import { idTokenAlgorithms, type IdTokenAlgorithm } from "@/domain/identity/rules/authorization";
import { newId } from "@/server/core/ids";
import { sessionStore } from "../session";

/** A generation signs for this long and is published for twice as long again, so that what it signed can be checked. */
export const signingDays = 90;
const publishedDays = 3 * signingDays;

const day = 24 * 60 * 60 * 1000;
const place = (row: string): Place => ({ table: "oidc_keys", column: "jwk", row });

type Row = typeof oidcKeys.$inferSelect;

/** The private keys of the provider, the newest generation first; the first use makes one. */
export async function signingKeys(db: Reader, now: Date): Promise<{ version: string; keys: JWK[] }> {
  const rows = await listKeys(db);
  const [newest] = rows;
  if (!newest) {
    await addGeneration(sessionStore(db), now, 0);
    return signingKeys(db, now);
  }
  return { version: rows.map(({ id }) => id).join(), keys: rows.map((row) => ({ ...jwkOf(row), kid: row.id, alg: row.algorithm, use: "sig" })) };
}

/** Begins a new generation when the newest has signed for long enough, or at once; drops what nothing refers to any more. */
export async function rotateSigningKeys(db: Reader, now: Date, atOnce = false): Promise<boolean> {
  const [newest] = await listKeys(db);
  const due = atOnce || !newest || now.getTime() - newest.createdAt.getTime() >= signingDays * day;
  if (due) await addGeneration(sessionStore(db), now, newest?.generation ?? 0);
  await sessionStore(db).delete(oidcKeys).where(lt(oidcKeys.createdAt, new Date(now.getTime() - publishedDays * day)));
  return due;
}

function listKeys(db: Reader): Promise<Row[]> {
  return db.select().from(oidcKeys).orderBy(desc(oidcKeys.generation), oidcKeys.algorithm);
}

/** Of two processes that add the same generation at once, one wins. */
async function addGeneration(db: Database, now: Date, after: number): Promise<void> {
  const made = await Promise.all(idTokenAlgorithms.map(async (algorithm) => ({ algorithm, jwk: await makeKey(algorithm) })));
  await db.transaction(async (tx) => {
    const [last] = await tx.select({ generation: max(oidcKeys.generation) }).from(oidcKeys);
    if ((last?.generation ?? 0) !== after) return;
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
