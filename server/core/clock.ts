import { env } from "@/env";

/**
 * The one clock of the process. CLOCK (demo mode) moves it: the given instant is when the process started, and
 * `performance.timeOrigin` is that start in every module graph alike.
 */
export function now(): Date {
  const { CLOCK } = env();
  return CLOCK ? new Date(Date.parse(CLOCK) + (Date.now() - performance.timeOrigin)) : new Date();
}
