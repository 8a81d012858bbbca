import type { CertificateStatus } from "../schema";

/** Certificates per status list: 16 KB before compression. */
export const statusListSize = 65_536;

/** Odd, so that it meets every index once; near the golden section of the size, so that neighbours lie far apart. */
const scatter = 40_503;

/** Where the certificate of a serial number stands: which list, and which index in it. Those issued one after the other are not neighbours. */
export const statusPlace = (serial: number): { list: number; index: number } => ({ list: Math.floor(serial / statusListSize), index: (serial * scatter) % statusListSize });

/** The inverse of `scatter` in the size of a list. */
const gather = 30599;

/** The serial number of the certificate that stands at a place: the inverse of `statusPlace`. */
export const serialAt = ({ list, index }: { list: number; index: number }): number => list * statusListSize + ((index * gather) % statusListSize);

/** Token Status List, 7.1: 0 valid, 1 invalid, 2 suspended. Expiry is no state here: the certificate itself says when it ends. */
export function tokenStatus(status: CertificateStatus): 0 | 1 | 2 {
  if (status === "suspended") return 2;
  return status === "valid" || status === "expired" ? 0 : 1;
}

/** The states a status list has to tell; all others are 0. */
export const toldStatuses = ["suspended", "revoked", "cancelled", "superseded"] as const satisfies CertificateStatus[];
