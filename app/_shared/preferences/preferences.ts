import type { View } from "@/domain/identity/schema";

/** The senior home, in either language; a visit there switches the mode on. */
export const elderHome = /^(\/en)?\/elder\/?(?:\?.*)?$/;

/** The attributes of `<html>` that switch the token layers. */
export function viewAttributes({ mode, preferences }: View) {
  return {
    "data-mode": mode,
    "data-size": preferences.size,
    "data-contrast": preferences.contrast === "high" ? "high" : "standard",
    "data-simplified": String(preferences.simplified),
    ...(preferences.captions && { "data-captions": "on" }),
    ...(preferences.largePointer && { "data-pointer": "large" }),
    ...(preferences.contrast === "dark" && { "data-theme": "dark" }),
  };
}

/** A path on this site to return to; anything else becomes the home page. */
export function safeReturn(path: unknown): string {
  return typeof path === "string" && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : "/";
}
