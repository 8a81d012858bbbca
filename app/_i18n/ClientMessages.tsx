import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Area } from "./catalogue";

/**
 * Gives the messages of these areas to the client components beneath. The root gives `common` and
 * `ui`; a page whose client components need another area wraps them and names all it needs.
 */
export async function ClientMessages({ areas, children }: { areas: readonly Area[]; children: ReactNode }) {
  const messages = await getMessages();
  const chosen = Object.fromEntries(areas.map((area) => [area, messages[area]]));
  return <NextIntlClientProvider messages={chosen}>{children}</NextIntlClientProvider>;
}
