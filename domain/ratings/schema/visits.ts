import { z } from "zod";

/** Devices that stand at a window. */
export const deviceKinds = ["hallTablet", "hallDevice"] as const;

export const EndService = z.strictObject({
  windowId: z.uuid(),
  /** What was asked about, where it was one item. */
  itemCode: z.string().regex(/^(?:[0-9A-Z]{31}|[0-9A-Z]{33})$/).optional(),
  /** The visit or reception that ends: somebody was there, was identified, and rates once. A clerk rates nobody's service alone. */
  visitId: z.uuid(),
});
export type EndService = z.infer<typeof EndService>;

export const RegisterDevice = z.strictObject({ windowId: z.uuid(), kind: z.enum(deviceKinds) });
export type RegisterDevice = z.infer<typeof RegisterDevice>;

export const DeviceById = z.strictObject({ id: z.uuid() });
export type DeviceById = z.infer<typeof DeviceById>;
