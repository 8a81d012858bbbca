"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { env } from "@/env";
import { cookieOptions, elderHome, Mode, modeCookie, preferencesCookie, presetOf, readView, safeReturn, type View } from "./preferences";

async function remember({ mode, preferences }: View): Promise<void> {
  const jar = await cookies();
  const options = cookieOptions(env().publicUrl);
  jar.set(modeCookie, mode, options);
  jar.set(preferencesCookie, JSON.stringify(preferences), options);
}

/** Switches the preset (长辈版 on or off) and returns to the same page. Works as a plain form post. */
export async function chooseMode(form: FormData): Promise<void> {
  const mode = Mode.catch("standard").parse(form.get("mode"));
  await remember({ mode, preferences: presetOf(mode) });
  const back = safeReturn(form.get("returnTo"));
  // The senior home switches the mode on again: whoever leaves it goes to the ordinary one.
  redirect(mode === "standard" && elderHome.test(back) ? back.replace(elderHome, "$1") || "/" : back);
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
