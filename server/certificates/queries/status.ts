import { and, gte, inArray, lt, max } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { certificates } from "@/db/schema";
import { statusListSize, statusPlace, tokenStatus, toldStatuses } from "@/domain/certificates/rules/status-list";
import { DomainError } from "@/domain/core/errors";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { signingKeys } from "@/server/core/documents/provider";
import { signStatusList } from "@/server/core/documents/status-list";
import { limit } from "@/server/core/rate-limit";

/** Where anyone may fetch a status list; it stands in every SD-JWT and never moves. */
export const statusListAddress = (list: number) => `${env().publicUrl}/api/open/v1/status/${list}`;

type Signed = { at: number; jwt: string };
/** For a minute one signature serves all who ask. */
const kept = new Map<number, Signed>();
const keptMs = 60_000;

/** A signed status list as it stands, at most a minute old. Errors: `requests.tooMany`, `certificates.notFound` for a list without certificates. */
export async function getStatusList({ db, now, address }: Ctx, list: number): Promise<string> {
  await limit(db, now, { act: "certificates.statusList", subject: address, max: 120, windowSeconds: 60 });
  const found = kept.get(list);
  if (found && Math.abs(now.getTime() - found.at) < keptMs) return found.jwt;
  const values = await listValues(db, list);
  if (!values) throw new DomainError("not_found", "certificates.notFound");
  const jwt = await signStatusList({ uri: statusListAddress(list), at: now, values }, await signingKeys().statusSigningKey());
  kept.set(list, { at: now.getTime(), jwt });
  return jwt;
}

async function listValues(db: Reader, list: number): Promise<[number, 0 | 1 | 2][] | undefined> {
  const [newest] = await db.select({ serial: max(certificates.statusSerial) }).from(certificates);
  const from = list * statusListSize;
  if ((newest?.serial ?? -1) < from) return undefined;
  const rows = await db.select({ serial: certificates.statusSerial, status: certificates.status }).from(certificates)
    .where(and(gte(certificates.statusSerial, from), lt(certificates.statusSerial, from + statusListSize), inArray(certificates.status, [...toldStatuses])));
  return rows.map(({ serial, status }) => [statusPlace(serial).index, tokenStatus(status)]);
}
