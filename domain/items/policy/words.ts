import type { StaffRole } from "@/domain/core/actor";

/** Who keeps the words of search: an editor writes what changes results, a publisher confirms it. */
export const wordDuties = { propose: "itemEditor", decide: "itemPublisher" } as const satisfies Record<string, StaffRole>;
