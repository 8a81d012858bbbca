import { compareDays, type Day } from "@/domain/core/calendar";
import type { CertificateStatus } from "../schema";
import { reminderDays } from "../schema/life";

const DAY = 24 * 60 * 60 * 1000;

/** From how many days before its last day a certificate is shown as ending: when its holder is first reminded. */
export const endingDays = Math.max(...reminderDays);

/**
 * Days a valid certificate still holds after today, where they are so few that its holder should think of renewing it: 0 on its
 * last day. Null for one with time enough, without an end, or that holds no more.
 */
export function daysLeft({ status, validUntil }: { status: CertificateStatus; validUntil: Day | null }, today: Day): number | null {
  if (status !== "valid" || validUntil === null) return null;
  const days = compareDays(validUntil, today) / DAY;
  return days >= 0 && days <= endingDays ? days : null;
}

/** A published item that certificates of a type come from. */
export type RenewalItem = { code: string; name: string; basicCode: string; departmentId: string };

const renews = /延续|延期|续期|续签|换发|换领|换证|签注|年审|年检/u;

/**
 * The item to renew a certificate by, of those linked to its type: one of the organ that issued it before another's, one
 * whose name says that it renews before the one it came from, that before any other.
 */
export function renewalItem<Item extends RenewalItem>(items: readonly Item[], from: { departmentId: string; basicCode: string }): Item | undefined {
  const rank = ({ name, basicCode, departmentId }: Item) => (departmentId === from.departmentId ? 4 : 0) + (renews.test(name) ? 2 : 0) + (basicCode === from.basicCode ? 1 : 0);
  return items.toSorted((a, b) => rank(b) - rank(a) || (a.code < b.code ? -1 : 1))[0];
}
