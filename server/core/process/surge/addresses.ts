import type { Mount } from "../gate";
import { networkOf } from "@/domain/identity/rules/addresses";
import { refuseTooMany } from "./words";

type Handler = Mount["handler"];

/**
 * Counts what comes from one address within a minute, in memory: each process by itself, because this protects the process.
 * What must not be exceeded by a person or an act is counted in the database (`limit`). `perMinute` 0 counts nothing.
 */
export function limitAddresses(perMinute: number, clock: () => number): (next: Handler) => Handler {
  if (perMinute === 0) return (next) => next;
  let [minute, counts] = [-1, new Map<string, number>()];
  return (next) => (request, response) => {
    const current = Math.floor(clock() / 60_000);
    if (current !== minute) [minute, counts] = [current, new Map()];
    const address = networkOf(String(request.headers["x-client-address"] ?? "unknown"));
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    return count > perMinute ? refuseTooMany(request, response) : next(request, response);
  };
}
