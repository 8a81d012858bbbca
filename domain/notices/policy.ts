import type { StaffRole } from "@/domain/core/actor";

/** Who writes the texts of notices and messages, and who publishes what another wrote. */
export const textDuties = { propose: "systemAdmin", decide: "securityAdmin" } as const satisfies Record<string, StaffRole>;
