import { z } from "zod";

export const deliveryWays = ["post", "pickUp"] as const;
export type DeliveryWay = (typeof deliveryWays)[number];

/** `chosen` by the applicant, `prepared` at the desk, then on its way or `ready` at a window; `delivered`, or back again. */
export const deliveryStates = ["chosen", "prepared", "sent", "ready", "delivered", "returned"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What proves that it reached its owner: a signature on the screen, a signed paper, the carrier's word. */
export const deliveryProofs = ["signature", "paper", "carrier"] as const;
export type DeliveryProof = (typeof deliveryProofs)[number];

const id = z.uuid();
const version = z.int().min(0);

/** To whom and where by post; kept sealed. */
export const Addressee = z.strictObject({ name: z.string().trim().min(1).max(60), phone: z.string().trim().min(5).max(20), address: z.string().trim().min(6).max(200) });
export type Addressee = z.infer<typeof Addressee>;

export const ChooseDelivery = z.discriminatedUnion("way", [
  z.strictObject({ id, way: z.literal("post"), addressee: Addressee }),
  z.strictObject({ id, way: z.literal("pickUp"), windowId: z.uuid() }),
]);
export type ChooseDelivery = z.infer<typeof ChooseDelivery>;

export const DeliveryById = z.strictObject({ deliveryId: id, version });
export type DeliveryById = z.infer<typeof DeliveryById>;
export const SendDelivery = z.strictObject({ deliveryId: id, version, carrier: z.string().trim().min(2).max(60), trackingNumber: z.string().trim().min(4).max(60) });
export type SendDelivery = z.infer<typeof SendDelivery>;
export const ReturnDelivery = z.strictObject({ deliveryId: id, version, reason: z.string().trim().min(2).max(500) });
export type ReturnDelivery = z.infer<typeof ReturnDelivery>;

/** A signature drawn on the screen: a PNG as a data address, small. */
const signature = z.string().regex(/^data:image\/png;base64,[A-Za-z0-9+/=]+$/).max(200_000);
export const ConfirmDelivery = z.strictObject({
  deliveryId: id, version, proof: z.enum(deliveryProofs), receiver: z.string().trim().min(1).max(60),
  /** At a window: the code the applicant was told; or their document was looked at. */
  code: z.string().trim().max(12).optional(), documentChecked: z.boolean().default(false), signature: signature.optional(),
});
export type ConfirmDelivery = z.infer<typeof ConfirmDelivery>;
export const ListDeliveries = z.strictObject({ state: z.enum(deliveryStates).optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListDeliveries = z.infer<typeof ListDeliveries>;
