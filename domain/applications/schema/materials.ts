import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { ById } from "../schema";

/** Keeps uploads of a case that was filed for the next time; `consent` is the button beside the words that say what is kept, and for how long. */
export const KeepMaterials = ById.extend({ fileIds: z.array(z.uuid()).min(1).max(60), consent: z.literal(true, "applications.consentMissing") });
export type KeepMaterials = z.infer<typeof KeepMaterials>;

export const MaterialReference = z.strictObject({ id: z.uuid() });
export type MaterialReference = z.infer<typeof MaterialReference>;

/** The last day a kept paper is good for, as its owner reads it there; null where it has none. */
export const DateMaterial = MaterialReference.extend({ validUntil: Day.nullable() });
export type DateMaterial = z.infer<typeof DateMaterial>;

/** Uses a kept paper for a material of a case. */
export const ReuseMaterial = ById.extend({ fieldId: z.string().regex(/^m[0-9]{1,3}$/), materialId: z.uuid() });
export type ReuseMaterial = z.infer<typeof ReuseMaterial>;
