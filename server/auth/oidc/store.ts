import { and, eq, isNull, lt } from "drizzle-orm";
import { errors, type Adapter, type AdapterFactory, type AdapterPayload } from "oidc-provider";
import type { Reader } from "@/db/client";
import { seal } from "@/db/personal-data";
import { oidcModels } from "@/db/schema";
import { sessionStore } from "../session";
import { digestOf } from "../tokens";
import { findClientMetadata } from "./clients";
import { findModel, sealedAt } from "./models";

/**
 * Where the provider keeps codes, tokens, grants and interactions: a stolen table opens nothing, for ids are digests and
 * payloads are sealed. Clients come from their own table; sessions are ours and never stored here.
 */
export function storeFor(db: Reader): AdapterFactory {
  return (kind) => (kind === "Client" ? clientStore(db) : modelStore(db, kind));
}

/** Housekeeping of the provider, no business act: it is written outside commit(), as sessions are. */
function modelStore(db: Reader, kind: string): Adapter {
  const store = sessionStore(db);
  const its = (id: string) => and(eq(oidcModels.kind, kind), eq(oidcModels.idDigest, digestOf(id)));
  return {
    async upsert(id, payload, expiresIn = 0) {
      const idDigest = digestOf(id);
      const row = {
        payload: seal(JSON.stringify(payload), sealedAt(kind, idDigest)), grantDigest: grantDigestOf(kind, id, payload),
        expiresAt: new Date(Date.now() + expiresIn * 1000),
      };
      await store.insert(oidcModels).values({ kind, idDigest, ...row }).onConflictDoUpdate({ target: [oidcModels.kind, oidcModels.idDigest], set: row });
    },
    find: (id) => findModel(db, kind, id),
    async consume(id) {
      const [first] = await store.update(oidcModels).set({ consumedAt: new Date() }).where(and(its(id), isNull(oidcModels.consumedAt))).returning();
      // Two at once with the same code or refresh token: one of them stole it, and nobody knows which.
      if (!first) throw await replayed(db, kind, id);
    },
    async destroy(id) {
      await store.delete(oidcModels).where(its(id));
      if (kind === "Grant") await revokeGrant(db, digestOf(id));
    },
    revokeByGrantId: (grantId) => revokeGrant(db, digestOf(grantId)),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  };
}

function clientStore(db: Reader): Adapter {
  const nothing = async () => undefined;
  return { find: (id) => findClientMetadata(db, id), upsert: nothing, consume: nothing, destroy: nothing, revokeByGrantId: nothing, findByUid: nothing, findByUserCode: nothing };
}

async function replayed(db: Reader, kind: string, id: string) {
  const grantId = (await findModel(db, kind, id))?.grantId;
  if (grantId) await revokeGrant(db, digestOf(grantId));
  return new errors.InvalidGrant("already used");
}

async function revokeGrant(db: Reader, grantDigest: string): Promise<void> {
  await sessionStore(db).delete(oidcModels).where(eq(oidcModels.grantDigest, grantDigest));
}

/** A grant belongs to itself, so that it goes with all that came of it. */
function grantDigestOf(kind: string, id: string, { grantId }: AdapterPayload): string | null {
  if (kind === "Grant") return digestOf(id);
  return grantId && kind !== "Interaction" ? digestOf(grantId) : null;
}

const keptMs = 24 * 60 * 60 * 1000;

/** Drops what expired more than a day ago; tells how many rows. */
export async function dropExpiredModels(db: Reader): Promise<number> {
  const gone = await sessionStore(db).delete(oidcModels).where(lt(oidcModels.expiresAt, new Date(Date.now() - keptMs))).returning({ kind: oidcModels.kind });
  return gone.length;
}
