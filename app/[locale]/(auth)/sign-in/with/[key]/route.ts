import type { NextRequest } from "next/server";
import { redirectProblem, redirectTo, type ProviderRoute } from "@/app/_shared/identity/providerRoutes";
import { beginExternalHere } from "@/server/auth/here/external";

/** Sends the browser to the provider. A plain link: a form may not lead to another site. */
export async function GET(request: NextRequest, { params }: ProviderRoute): Promise<Response> {
  const { key, locale } = await params;
  return redirectProblem(locale, async () => redirectTo(await beginExternalHere(key, request.nextUrl.searchParams.get("next") ?? "")));
}
