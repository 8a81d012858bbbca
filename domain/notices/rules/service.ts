import { shanghaiDay, type Day } from "@/domain/core/calendar";

/** How a notice came to its addressee: read in their space, downloaded, or handed over at a counter against signature. */
export const serviceWays = ["opened", "downloaded", "counter"] as const;
export type ServiceWay = (typeof serviceWays)[number];

type Service = { way: ServiceWay; at: Date };

/** The day of service: the first on which the addressee had the notice in hand (行政许可法 44; 民事诉讼法 90); nothing while it lies unread. */
export function servedOn(services: readonly Service[]): Day | null {
  const first = services.map(({ at }) => at).toSorted((a, b) => a.getTime() - b.getTime())[0];
  return first ? shanghaiDay(first) : null;
}
