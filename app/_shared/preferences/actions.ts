"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { currentAccount } from "@/app/_shared/session";
import { api, apiFor } from "@/app/_trpc/server";
import { presetOf, readView, viewCookieOptions, viewCookies } from "@/domain/identity/rules/preferences";
import { Mode, Preferences, type View } from "@/domain/identity/schema";
import { env } from "@/env";
import { currentView } from "./current";
import { elderHome, safeReturn } from "./preferences";

/** In this browser, and in the account of whoever is signed in, so that it follows them to the next one. */
async function remember(view: View): Promise<void> {
  await setCookies(view);
  if (await currentAccount()) await (await api()).identity.savePreferences(view);
}

async function setCookies(view: View): Promise<void> {
  const jar = await cookies();
  const options = viewCookieOptions(env().publicUrl.startsWith("https:"));
  for (const [name, value] of Object.entries(viewCookies(view))) jar.set(name, value, options);
}

/** Switches the preset (长辈版 on or off) and returns to the same page. Works as a plain form post. */
export async function chooseMode(form: FormData): Promise<void> {
  const mode = Mode.catch("standard").parse(form.get("mode"));
  await remember({ mode, preferences: presetOf(mode) });
  const back = safeReturn(form.get("returnTo"));
  // The senior home switches the mode on again: whoever leaves it goes to the ordinary one.
  redirect(mode === "standard" && elderHome.test(back) ? back.replace(elderHome, "$1") || "/" : back);
}

/** Somebody over sixty says whether they would like senior mode; either is remembered, and the page stays. */
export async function answerElderOffer(form: FormData): Promise<void> {
  const accepted = form.get("answer") === "yes";
  await (await apiFor(form)).identity.answerElderOffer({ accepted });
  if (accepted) await setCookies({ mode: "elder", preferences: presetOf("elder") });
  redirect(safeReturn(form.get("returnTo")));
}

/** The voice reads at this speed from now on; the rest of the view stays. */
export async function chooseSpeed(speed: unknown): Promise<void> {
  const { mode, preferences } = await currentView();
  await remember({ mode, preferences: { ...preferences, speed: Preferences.shape.speed.catch(preferences.speed).parse(speed) } });
}

/** Keeps the preferences, each on its own, and returns to the same page. */
export async function savePreferences(form: FormData): Promise<void> {
  const chosen = {
    size: form.get("size"),
    contrast: form.get("contrast"),
    readAloud: form.get("readAloud") === "yes",
    speed: form.get("speed"),
    simplified: form.get("simplified") === "yes",
    captions: form.get("captions") === "yes",
    largePointer: form.get("largePointer") === "yes",
  };
  await remember(readView(String(form.get("mode")), JSON.stringify(chosen)));
  redirect(safeReturn(form.get("returnTo")));
}
