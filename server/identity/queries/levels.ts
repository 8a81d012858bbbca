import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { accounts, identityChecks, identityProofs } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { maskPhone, parseCitizenId } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { mayUseFace, onlineChecks } from "@/domain/identity/rules/levels";
import type { GetLevel } from "@/domain/identity/schema/levels";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { isOffered } from "@/server/integrations/checks";
import { demoBankCard, findRegisteredByPhone } from "@/server/integrations/demo-register";

/**
 * How well somebody is proven, by what, and which ways lie open to them: `level` is what this session may use, `accountLevel`
 * what its owner has. In demo mode also what to type.
 */
export async function getLevel({ db, now, actor }: Ctx & { actor: User }, { check }: GetLevel) {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  if (!account) throw new DomainError("not_found", "identity.accountNotFound");
  const phone = account.phone ? open(account.phone, { table: "accounts", column: "phone", row: account.id }) : undefined;
  const citizenId = account.citizenId ? open(account.citizenId, { table: "accounts", column: "citizen_id", row: account.id }) : undefined;
  const known = citizenId !== undefined;
  const born = citizenId ? parseCitizenId(citizenId)?.birthOn : undefined;
  const tooYoung = born !== undefined && !mayUseFace(born, shanghaiDay(now));
  const [underWay] = check
    ? await db.select({ id: identityChecks.id, kind: identityChecks.kind, url: identityChecks.url }).from(identityChecks)
      .where(and(eq(identityChecks.id, check), eq(identityChecks.accountId, actor.id), isNull(identityChecks.finishedAt), gt(identityChecks.expiresAt, now))).limit(1)
    : [];
  const proofs = await db.select({ kind: identityProofs.kind, level: identityProofs.level, at: identityProofs.at }).from(identityProofs).where(eq(identityProofs.accountId, actor.id)).orderBy(desc(identityProofs.at)).limit(20);
  return {
    level: actor.assuranceLevel, accountLevel: account.assuranceLevel, known, phoneMasked: phone ? maskPhone(phone) : null,
    offered: onlineChecks.filter((way) => isOffered(way, known) && !(way === "livePerson" && tooYoung) && (phone !== undefined || (way !== "phoneThreeFactor" && way !== "bankFourFactor"))),
    check: underWay ?? null, proofs: proofs.map(({ at, ...proof }) => ({ ...proof, at: at.toISOString() })), demo: demoHint(phone),
  };
}

function demoHint(phone: string | undefined) {
  const person = env().demo && phone ? findRegisteredByPhone(phone) : undefined;
  return person ? { name: person.name, citizenId: person.citizenId, bankCard: demoBankCard(person.citizenId) } : null;
}
