import type { StaffRole } from "@/domain/core/actor";

/** The separated three (三员分立, 等保2.0): nobody holds two of them, and none of them handles cases or items. */
export const administrators = ["systemAdmin", "securityAdmin", "auditAdmin"] as const satisfies readonly StaffRole[];
export type Administrator = (typeof administrators)[number];

/** Whether a role is one of the three administrators. */
export function isAdministrator(role: StaffRole): role is Administrator {
  return administrators.some((one) => one === role);
}
