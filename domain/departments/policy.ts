import type { StaffRole } from "@/domain/core/actor";

/** Who keeps departments, divisions and windows: one administrator writes, one of the other kind confirms what binds. */
export const placeDuties = { propose: "systemAdmin", decide: "securityAdmin" } as const satisfies Record<string, StaffRole>;
