import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { partsOf, type Part } from "./catalogue";

/**
 * Gives the messages of these areas to the client components beneath. The root gives `common` and
 * `ui`; a page whose client components need another area wraps them and names all it needs,
 * as areas or as parts of them (`applications.status`).
 */
export async function ClientMessages({ areas, children }: { areas: readonly Part[]; children: ReactNode }) {
  return <NextIntlClientProvider messages={partsOf(await getMessages(), areas)}>{children}</NextIntlClientProvider>;
}
