import type { NextRequest } from "next/server";
import { placeAfter } from "@/app/_shared/identity/attempt";
import { localised, redirectProblem, redirectTo, type ProviderRoute } from "@/app/_shared/identity/providerRoutes";
import { answerExternalHere } from "@/server/auth/here/external";

/** Where a provider sends the browser back. */
export async function GET(request: NextRequest, { params }: ProviderRoute): Promise<Response> {
  const { key, locale } = await params;
  return redirectProblem(locale, async () => {
    const answer = await answerExternalHere(key, request.nextUrl.search);
    return redirectTo(answer ? await placeAfter(answer.arrival, answer.next) : localised(locale, "/authorize/link"));
  });
}
