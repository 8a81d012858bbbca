/** A share as `66.7%`; a dash where there is nothing to have a share of. */
export const percent = (share: number | null): string => (share === null ? "—" : `${Math.round(share * 1000) / 10}%`);
