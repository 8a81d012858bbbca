/** A shared view of a case lives so many days, unless it is taken back. */
export const shareDays = 90;

/** So many at a time: one for each of a family, not for a noticeboard. */
export const mostShares = 5;

type Share = { expiresAt: Date; revokedAt: Date | null };

export const isLiving = ({ expiresAt, revokedAt }: Share, now: Date): boolean => revokedAt === null && expiresAt > now;
