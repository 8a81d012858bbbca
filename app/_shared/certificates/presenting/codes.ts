import { cookies } from "next/headers";
import { localePath, routing, type Locale } from "@/app/_i18n/routing";
import type { PresentationKind } from "@/domain/certificates/schema/presenting";
import { presenting } from "@/domain/certificates/rules/presenting";
import { env } from "@/env";

type Shown = { presentationId: string; code: string };

const quarterHour = 15 * 60;

// One name per language, because the path that limits it differs.
const codeCookie = (kind: PresentationKind, locale: Locale) => `tongban-${kind}-code-${locale}`;
const scanCookie = (locale: Locale) => `tongban-scan-${locale}`;

/** Where a code that was just made is shown. */
export const codePath = (kind: PresentationKind, certificateId: string, presentationId: string) =>
  `/me/certificates/${certificateId}/${kind === "live" ? "present/code" : `printed/${presentationId}`}`;

/** The code is told once: its page may be read again for a quarter of an hour, on this device. */
export async function keepCode(kind: PresentationKind, certificateId: string, { presentationId, code }: Shown): Promise<void> {
  await keepUnder(codePath(kind, certificateId, presentationId), { name: (locale) => codeCookie(kind, locale), value: `${presentationId}.${code}`, maxAge: quarterHour });
}

/** The code that this browser was told last, where its page is asked for. */
export async function codeHere(kind: PresentationKind, locale: Locale): Promise<Shown | undefined> {
  const [presentationId, code] = (await cookies()).get(codeCookie(kind, locale))?.value.split(".") ?? [];
  return presentationId && code ? { presentationId, code } : undefined;
}

export const showPath = (code: string) => `/show/${encodeURIComponent(code)}`;

/** Keeps the receipt of a look with the page that was looked at. */
export async function keepReceipt(code: string, receipt: string): Promise<void> {
  await keepUnder(showPath(code), { name: scanCookie, value: receipt, maxAge: presenting.receiptMinutes * 60 });
}

export const receiptHere = async (locale: Locale): Promise<string | undefined> => (await cookies()).get(scanCookie(locale))?.value;

type Kept = { name: (locale: Locale) => string; value: string; maxAge: number };

/** For the pages at and below a path only, in every language. */
async function keepUnder(path: string, { name, value, maxAge }: Kept): Promise<void> {
  const jar = await cookies();
  const shared = { httpOnly: true, sameSite: "lax", maxAge, secure: env().publicUrl.startsWith("https:") } as const;
  for (const locale of routing.locales) jar.set(name(locale), value, { ...shared, path: localePath(locale, path) });
}
