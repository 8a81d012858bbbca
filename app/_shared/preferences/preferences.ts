import { z } from "zod";

/** How a person likes to see and hear the portal. 长辈版 (`elder`) is a preset of the four preferences. */
export const Preferences = z.object({
  size: z.enum(["standard", "large", "largest"]),
  contrast: z.enum(["standard", "high", "dark"]),
  readAloud: z.boolean(),
  simplified: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

export const Mode = z.enum(["standard", "elder"]);
export type Mode = z.infer<typeof Mode>;

export type View = { mode: Mode; preferences: Preferences };

export const modeCookie = "ui-mode";
export const preferencesCookie = "ui-prefs";

/** The senior home, in either language; a visit there switches the mode on. */
export const elderHome = /^(\/en)?\/elder\/?(?:\?.*)?$/;

/** Kept for a year, readable by scripts of this site: nothing in it is secret. */
export function cookieOptions(publicUrl: string) {
  return { path: "/", maxAge: 365 * 24 * 60 * 60, sameSite: "lax", secure: publicUrl.startsWith("https:") } as const;
}

/** The preferences a mode starts with. */
export function presetOf(mode: Mode): Preferences {
  const elder = mode === "elder";
  return { size: "standard", contrast: "standard", readAloud: elder, simplified: elder };
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
    simplified: Preferences.shape.simplified.catch(preset.simplified),
  });
  const preferences = lenient.catch(preset).parse(parseJson(preferencesText));
  return { mode, preferences };
}

/** The attributes of `<html>` that switch the token layers. */
export function viewAttributes({ mode, preferences }: View) {
  return {
    "data-mode": mode,
    "data-size": preferences.size,
    "data-contrast": preferences.contrast === "high" ? "high" : "standard",
    "data-simplified": String(preferences.simplified),
    ...(preferences.contrast === "dark" && { "data-theme": "dark" }),
  };
}

/** A path on this site to return to; anything else becomes the home page. */
export function safeReturn(path: unknown): string {
  return typeof path === "string" && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : "/";
}
