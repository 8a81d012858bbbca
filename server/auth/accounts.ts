import { and, eq, inArray, or } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { keyedDigest, keyedDigests, seal } from "@/db/personal-data";
import { accounts } from "@/db/schema";
import { maskPhone, normaliseText, parseCitizenId, parsePhone } from "@/domain/core/codes";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";

export type Account = typeof accounts.$inferSelect;

/** The account that signs in by this phone, ID number or staff name, however it is typed. */
export async function findAccount(db: Reader, identifier: string): Promise<Account | undefined> {
  const phone = parsePhone(identifier);
  const citizenId = parseCitizenId(identifier)?.number;
  const [account] = await db.select().from(accounts).where(or(
    eq(accounts.signInName, normaliseText(identifier).toLowerCase()),
    phone ? inArray(accounts.phoneIndex, keyedDigests("phone", phone)) : undefined,
    citizenId ? and(eq(accounts.kind, "citizen"), inArray(accounts.citizenIdIndex, keyedDigests("citizenId", citizenId))) : undefined,
  )).limit(1);
  return account;
}

/** The account of a phone whose owner has just proven it; a number nobody had becomes an account of level L0. */
export async function accountOfPhone(ctx: Ctx, phone: string): Promise<{ account: Account; created: boolean }> {
  const known = await withPhone(ctx.db, phone);
  if (known) return { account: known, created: false };
  return commit(ctx, async (tx) => {
    const id = await newId(tx);
    const [account] = await tx.insert(accounts).values({
      id, kind: "citizen", name: maskPhone(phone), assuranceLevel: "L0", createdAt: ctx.now,
      phone: seal(phone, { table: "accounts", column: "phone", row: id }), phoneIndex: keyedDigest("phone", phone),
    }).onConflictDoNothing({ target: accounts.phoneIndex }).returning();
    // Two browsers proved the same new number at once: the second finds the account of the first.
    const found = account ?? (await withPhone(tx, phone));
    if (!found) throw new Error("a phone index that is taken has an account");
    return { value: { account: found, created: Boolean(account) }, audit: { action: account ? "identity.signUp" : "identity.signUpMet", subject: { type: "account", id: found.id } } };
  });
}

async function withPhone(db: Reader | Tx, phone: string): Promise<Account | undefined> {
  const [account] = await db.select().from(accounts).where(inArray(accounts.phoneIndex, keyedDigests("phone", phone))).limit(1);
  return account;
}
