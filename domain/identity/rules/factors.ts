import type { Factor, Post } from "@/domain/core/actor";
import { isAdministrator } from "./staff";

/** What must be proven beside the first factor: nothing, a passkey or a one-time code, or a passkey only. */
export type RequiredFactor = "none" | "any" | "phishingResistant";

/** Factors that count as a second one, and can be enrolled as such. */
export type SecondFactorKind = Extract<Factor, "passkey" | "totp">;

/**
 * The second factor due from whoever holds an account (等保2.0 third level: two factors for whoever works here; the three
 * administrators by one that cannot be phished). `demo`: a one-time code is enough for administrators too, since nobody
 * holds a passkey of a made-up person.
 */
export function requiredSecondFactor({ accountKind, posts }: { accountKind: "citizen" | "staff"; posts: readonly Pick<Post, "role">[] }, demo: boolean): RequiredFactor {
  if (accountKind === "citizen") return "none";
  return !demo && posts.some(({ role }) => isAdministrator(role)) ? "phishingResistant" : "any";
}

/** The factors that would satisfy what is due, the best first. A passkey is asked with user verification: it is two factors by itself. */
export function secondFactorsFor(required: RequiredFactor): readonly SecondFactorKind[] {
  return required === "phishingResistant" ? ["passkey"] : ["passkey", "totp"];
}

/** What somebody may prove themselves again by, before a sensitive act: a password alone is enough for nobody who works here. */
export function provingFactorsFor(required: RequiredFactor): readonly ("passkey" | "totp" | "password" | "phoneCode")[] {
  return required === "none" ? ["passkey", "totp", "password", "phoneCode"] : secondFactorsFor(required);
}

/** Whether the factors proven in a session are enough. */
export function satisfies(required: RequiredFactor, proven: readonly Factor[]): boolean {
  return required === "none" || secondFactorsFor(required).some((factor) => proven.includes(factor));
}
