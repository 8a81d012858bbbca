import type { ErrorParams } from "@/domain/core/errors";

/** What a rule of the linter finds: an error keeps the revision from being published, a warning is answered. */
export type Finding = { field: string; code: string; severity: "error" | "warning"; params?: ErrorParams };
