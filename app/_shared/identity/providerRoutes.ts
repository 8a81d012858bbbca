import { localePath, routing } from "@/app/_i18n/routing";
import { isDomainError } from "@/domain/core/errors";
import { env } from "@/env";

export type ProviderRoute = { params: Promise<{ key: string; locale: string }> };

/** A redirect to a path of this site or to a provider, never kept. */
export function redirectTo(address: string): Response {
  return new Response(null, { status: 303, headers: { location: new URL(address, env().publicUrl).href, "cache-control": "no-store" } });
}

/** A path in the language of the route. */
export const localised = (locale: string, path: string) => localePath(locale === "en" ? locale : routing.defaultLocale, path);

/** What the work answers, or the page that says why a provider's answer was not taken. */
export async function redirectProblem(locale: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return redirectTo(localised(locale, `/authorize/link?${new URLSearchParams({ problem: error.code })}`));
  }
}
