"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { env } from "@/env";
import { Mode, modeCookie, preferencesCookie, presetOf, readView, safeReturn, type View } from "./preferences";

const oneYear = 365 * 24 * 60 * 60;

async function remember({ mode, preferences }: View): Promise<void> {
  const jar = await cookies();
  const options = { path: "/", maxAge: oneYear, sameSite: "lax", secure: env().publicUrl.startsWith("https:") } as const;
  jar.set(modeCookie, mode, options);
  jar.set(preferencesCookie, JSON.stringify(preferences), options);
}

/** Switches the preset (长辈版 on or off) and returns to the same page. Works as a plain form post. */
export async function chooseMode(form: FormData): Promise<void> {
  const mode = Mode.catch("standard").parse(form.get("mode"));
  await remember({ mode, preferences: presetOf(mode) });
  redirect(safeReturn(form.get("returnTo")));
}

/** Keeps the four preferences, each on its own, and returns to the same page. */
export async function savePreferences(form: FormData): Promise<void> {
  const chosen = {
    size: form.get("size"),
    contrast: form.get("contrast"),
    readAloud: form.get("readAloud") === "yes",
    simplified: form.get("simplified") === "yes",
  };
  await remember(readView(String(form.get("mode")), JSON.stringify(chosen)));
  redirect(safeReturn(form.get("returnTo")));
}
