"use server";

import { carryOut, ready, type Prepared } from "@/app/_shared/desk/carryOut";
import { apiFor } from "@/app/_trpc/server";
import { ConfirmDelivery, DeliveryById, ReturnDelivery, SendDelivery } from "@/domain/applications/schema/deliveries";
import { deliveryForms, type DeliveryForm, type DeliveryState } from "./state";

type Calls = Awaited<ReturnType<typeof apiFor>>["applications"];

function prepare(form: DeliveryForm, calls: Calls, at: DeliveryById, typed: Record<string, string>): Prepared {
  const { carrier, trackingNumber, reason, proof, receiver, code, documentChecked, signature } = typed;
  switch (form) {
    case "prepare": return ready(DeliveryById.safeParse(at), calls.prepareDelivery);
    case "ready": return ready(DeliveryById.safeParse(at), calls.readyDelivery);
    case "send": return ready(SendDelivery.safeParse({ ...at, carrier, trackingNumber }), calls.sendDelivery);
    case "return": return ready(ReturnDelivery.safeParse({ ...at, reason }), calls.returnDelivery);
    case "confirm": return ready(ConfirmDelivery.safeParse({ ...at, proof, receiver, documentChecked: documentChecked === "yes", ...(code ? { code } : {}), ...(signature ? { signature } : {}) }), calls.confirmDelivery);
  }
}

/** Moves the paper on; what is wrong or refused comes back with everything that was typed. */
export async function moveDelivery(_: DeliveryState, data: FormData): Promise<DeliveryState> {
  const text = (name: string) => String(data.get(name) ?? "").trim();
  const form = deliveryForms.find((one) => one === text("_form")) ?? "prepare";
  const typed = Object.fromEntries(["carrier", "trackingNumber", "reason", "proof", "receiver", "code", "documentChecked", "signature"].map((name) => [name, text(name)]));
  const { signature: _signature, ...shown } = typed;
  const prepared = prepare(form, (await apiFor(data)).applications, { deliveryId: text("deliveryId"), version: Number(text("version")) }, typed);
  return carryOut(prepared, data, { home: `/desk/applications/${text("number")}/delivery`, form, typed: shown });
}
