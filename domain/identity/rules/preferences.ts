import { parseJson } from "@/domain/core/json";
import type { Mode, Preferences, View } from "../schema";
import { contrasts, modes, sizes, speeds } from "../schema/view";

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

const oneOf = <T extends string>(known: readonly T[], said: unknown, otherwise: T): T => known.find((one) => one === said) ?? otherwise;
const yesNo = (said: unknown, otherwise: boolean): boolean => (typeof said === "boolean" ? said : otherwise);

/** Reads both cookies; whatever is missing or malformed falls back to the preset of the mode. Without the schema: the page for no network reads them too. */
export function readView(modeText: string | undefined, preferencesText: string | undefined): View {
  const mode = oneOf(modes, modeText, "standard");
  const preset = presetOf(mode);
  const said: Partial<Record<keyof Preferences, unknown>> = Object(parseJson(preferencesText ?? ""));
  const preferences: Preferences = {
    size: oneOf(sizes, said.size, preset.size),
    contrast: oneOf(contrasts, said.contrast, preset.contrast),
    readAloud: yesNo(said.readAloud, preset.readAloud),
    speed: oneOf(speeds, said.speed, preset.speed),
    simplified: yesNo(said.simplified, preset.simplified),
    captions: yesNo(said.captions, preset.captions),
    largePointer: yesNo(said.largePointer, preset.largePointer),
  };
  return { mode, preferences };
}

/** The view kept in an account, whole also where it was kept before a preference existed; nothing where none was. */
export function keptView(kept: Partial<View> | undefined): View | undefined {
  return kept?.mode ? readView(kept.mode, JSON.stringify(kept.preferences ?? {})) : undefined;
}
