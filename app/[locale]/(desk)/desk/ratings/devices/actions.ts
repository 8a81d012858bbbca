"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { DeviceById, RegisterDevice } from "@/domain/ratings/schema/visits";
import { env } from "@/env";

const page = "/desk/ratings/devices";

/** What is missing or was refused, or the address of a new screen, told this once. */
export type DeviceState = { missing?: true; refusal?: Refusal; address?: string };

export async function registerDevice(_: DeviceState, form: FormData): Promise<DeviceState> {
  const input = RegisterDevice.safeParse({ windowId: textOf(form, "windowId"), kind: textOf(form, "kind") });
  if (!input.success) return { missing: true };
  const caller = await apiFor(form);
  let made: Awaited<ReturnType<typeof caller.ratings.registerDevice>> | undefined;
  const refusal = await refusalOf(caller.ratings.registerDevice(input.data).then((value) => (made = value)));
  await detour(refusal, form, page);
  if (made) return { address: `${env().publicUrl}${await here(`/rate/${made.token}`)}` };
  return refusal ? { refusal } : {};
}

export async function revokeDevice(_: DeviceState, form: FormData): Promise<DeviceState> {
  const input = DeviceById.safeParse({ id: textOf(form, "id") });
  if (!input.success) return { missing: true };
  const refusal = await refusalOf((await apiFor(form)).ratings.revokeDevice(input.data));
  await detour(refusal, form, page);
  if (refusal) return { refusal };
  redirect(await here(`${page}?revoked=1`));
}
