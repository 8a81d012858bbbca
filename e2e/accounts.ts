import { generateSync } from "otplib";
import demoAccounts from "../db/seed/demo-accounts.json" with { type: "json" };

type Account = (typeof demoAccounts)[number];

/** Everyone who signs in before the journeys start. A code of the second factor works once, so nobody does it twice.
 * A person has one draft of an item: journeys that run side by side and draft the same one take different people. */
export const signedIn = [
  "citizen-l0", "citizen-l1", "citizen-l2", "citizen-l3", "citizen-l4", "citizen-elder", "delegate", "legal-representative", "organisation-agent",
  "neighbour-1", "neighbour-2",
  "clerk-440104", "reviewer-440104", "approver-440104", "certificate-officer-440104", "clerk-440106", "approver-440100",
  "item-editor", "item-publisher", "supervisor", "supervisor-deputy", "security-admin", "system-admin", "audit-admin",
] as const;

export type AccountKey = (typeof signedIn)[number];

/** A person of the demo city. */
export function account(key: AccountKey): Account {
  const found = demoAccounts.find((one) => one.key === key);
  if (!found) throw new Error(`No demo account ${key}`);
  return found;
}

/** The digits that the authenticator of a member of staff shows now; nothing for citizens. */
export function codeOf({ totpSecret }: Account): string | undefined {
  return totpSecret ? generateSync({ secret: totpSecret }) : undefined;
}

/** Where the cookies of a signed-in account are kept during a run. */
export const stateOf = (key: AccountKey) => `.tmp/e2e-people/${key}.json`;
