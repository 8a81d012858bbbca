import { cookies } from "next/headers";
import { cache } from "react";
import { modeCookie, preferencesCookie, readView, type View } from "./preferences";

/** The view of this request, from its cookies. */
export const currentView = cache(async (): Promise<View> => {
  const jar = await cookies();
  return readView(jar.get(modeCookie)?.value, jar.get(preferencesCookie)?.value);
});
