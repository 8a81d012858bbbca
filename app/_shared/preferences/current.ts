import { cookies } from "next/headers";
import { cache } from "react";
import { modeCookie, preferencesCookie, readView } from "@/domain/identity/rules/preferences";
import type { View } from "@/domain/identity/schema";

/** The view of this request, from its cookies. */
export const currentView = cache(async (): Promise<View> => {
  const jar = await cookies();
  return readView(jar.get(modeCookie)?.value, jar.get(preferencesCookie)?.value);
});
