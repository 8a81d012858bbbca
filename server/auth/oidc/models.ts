import { and, eq } from "drizzle-orm";
import type { AdapterPayload } from "oidc-provider";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import { oidcModels } from "@/db/schema";
import { digestOf } from "../tokens";

// Apart from the store, because pages read interactions and need no provider for it.

export const sealedAt = (kind: string, digest: string): Place => ({ table: "oidc_models", column: "payload", row: `${kind}/${digest}` });

/** One model as it was stored; past its time (`exp`) it is there for a while, so that a late replay is known as one. */
export async function findModel(db: Reader, kind: string, id: string): Promise<AdapterPayload | undefined> {
  const idDigest = digestOf(id);
  const [row] = await db.select().from(oidcModels).where(and(eq(oidcModels.kind, kind), eq(oidcModels.idDigest, idDigest))).limit(1);
  if (!row) return undefined;
  const payload = payloadOf(open(row.payload, sealedAt(kind, idDigest)));
  return { ...payload, ...(row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {}) };
}

// Safe: the seal proves that this text is what upsert wrote.
function payloadOf(text: string): AdapterPayload {
  return JSON.parse(text) as AdapterPayload;
}
