"use server";

import { toDataURL } from "qrcode";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { EndService } from "@/domain/ratings/schema/visits";
import { env } from "@/env";

type Field = "visitId" | "windowId" | "itemCode";

/** What is missing or was refused with what was typed, or the picture to scan, told this once. */
export type EndState = { missing?: readonly Field[]; refusal?: Refusal; visitId?: string; windowId?: string; itemCode?: string; ticket?: { picture: string; expiresAt: string } };

/** Ends a service, so that the person may rate it. Whether they do is told to nobody here. */
export async function endService(_: EndState, form: FormData): Promise<EndState> {
  const typed = { visitId: textOf(form, "visitId"), windowId: textOf(form, "windowId"), itemCode: textOf(form, "itemCode").trim().toUpperCase() };
  const input = EndService.safeParse({ visitId: typed.visitId, windowId: typed.windowId, ...(typed.itemCode ? { itemCode: typed.itemCode } : {}) });
  if (!input.success) return { ...typed, missing: (["visitId", "windowId", "itemCode"] as const).filter((name) => input.error.issues.some(({ path }) => path[0] === name)) };
  const caller = await apiFor(form);
  let made: Awaited<ReturnType<typeof caller.ratings.endService>> | undefined;
  const refusal = await refusalOf(caller.ratings.endService(input.data).then((value) => (made = value)));
  await detour(refusal, form, "/desk/counter/rating");
  if (!made) return { ...typed, ...(refusal ? { refusal } : {}) };
  const picture = await toDataURL(`${env().publicUrl}${await here(`/rate/${made.token}`)}`, { errorCorrectionLevel: "M", margin: 4, width: 480 });
  return { windowId: typed.windowId, ticket: { picture, expiresAt: made.expiresAt } };
}
