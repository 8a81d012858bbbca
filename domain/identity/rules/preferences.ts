import { z } from "zod";
import { Mode, Preferences, type View } from "../schema";

export const modeCookie = "ui-mode";
export const preferencesCookie = "ui-prefs";

/** The two cookies of a view, by name. Nothing in them is secret. */
export function viewCookies({ mode, preferences }: View): Record<string, string> {
  return { [modeCookie]: mode, [preferencesCookie]: JSON.stringify(preferences) };
}

/** Kept for a year, readable by scripts of this site. */
export function viewCookieOptions(secure: boolean) {
  return { path: "/", maxAge: 365 * 24 * 60 * 60, sameSite: "lax", secure } as const;
}

/** The preferences a mode starts with. */
export function presetOf(mode: Mode): Preferences {
  const elder = mode === "elder";
  return { size: "standard", contrast: "standard", readAloud: elder, speed: "normal", simplified: elder, captions: false, largePointer: elder };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
}

/** Reads both cookies; whatever is missing or malformed falls back to the preset of the mode. */
export function readView(modeText: string | undefined, preferencesText: string | undefined): View {
  const mode = Mode.catch("standard").parse(modeText);
  const preset = presetOf(mode);
  const lenient = z.object({
    size: Preferences.shape.size.catch(preset.size),
    contrast: Preferences.shape.contrast.catch(preset.contrast),
    readAloud: Preferences.shape.readAloud.catch(preset.readAloud),
    speed: Preferences.shape.speed.catch(preset.speed),
    simplified: Preferences.shape.simplified.catch(preset.simplified),
    captions: Preferences.shape.captions.catch(preset.captions),
    largePointer: Preferences.shape.largePointer.catch(preset.largePointer),
  });
  const preferences = lenient.catch(preset).parse(parseJson(preferencesText));
  return { mode, preferences };
}

/** The view kept in an account, whole also where it was kept before a preference existed; nothing where none was. */
export function keptView(kept: Partial<View> | undefined): View | undefined {
  return kept?.mode ? readView(kept.mode, JSON.stringify(kept.preferences ?? {})) : undefined;
}
