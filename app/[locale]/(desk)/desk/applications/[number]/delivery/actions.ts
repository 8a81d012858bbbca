"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { ConfirmDelivery, DeliveryById, ReturnDelivery, SendDelivery } from "@/domain/applications/schema/deliveries";
import { deliveryForms, type DeliveryForm, type DeliveryState } from "./state";

type Calls = Awaited<ReturnType<typeof apiFor>>["applications"];
type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } };
type Prepared = { send: () => Promise<unknown> } | { wrong: string[] };

function ready<T>(parsed: Parsed<T>, call: (input: T) => Promise<unknown>): Prepared {
  return parsed.success ? { send: () => call(parsed.data) } : { wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))] };
}

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
  const stay: DeliveryState = { at: crypto.randomUUID(), form, typed: shown };
  const prepared = prepare(form, (await apiFor(data)).applications, { deliveryId: text("deliveryId"), version: Number(text("version")) }, typed);
  if ("wrong" in prepared) return { ...stay, wrong: prepared.wrong };
  const refusal = await refusalOf(prepared.send());
  const home = `/desk/applications/${text("number")}/delivery`;
  await detour(refusal, data, home);
  if (refusal) return { ...stay, refusal };
  redirect(localePath(await getLocale(), `${home}?did=${form}`));
}
