"use server";

import { refresh } from "next/cache";
import { apiFor } from "@/app/_trpc/server";

/** Takes note of what was put into one's hands. */
export async function seeHanded(form: FormData): Promise<void> {
  await (await apiFor(form)).applications.seeHanded();
  refresh();
}
