import createLocaleRouter from "next-intl/middleware";
import { NextRequest, NextResponse } from "next/server";
import { routing } from "@/app/_i18n/routing";
import { cookiesForVisit, elderVisit, switchedHeader, withCookies } from "@/app/_shared/preferences/elderVisit";
import { viewCookieOptions } from "@/domain/identity/rules/preferences";
import { env } from "@/env";
import { policyReports, reportingEndpoints } from "@/server/core/process/headers";

const chooseLocale = createLocaleRouter({ ...routing, alternateLinks: false });

/** The language from the address, a nonce for this answer's scripts, and senior mode for who goes to its home. Never authorisation: that is in procedures and rows. */
export function proxy(request: NextRequest): NextResponse {
  const visit = elderVisit({ method: request.method, pathname: request.nextUrl.pathname, headers: request.headers });
  if (visit === "fetch") return new NextResponse(null, { headers: { "content-type": "text/plain", "cache-control": "no-store" } });
  const switched = visit === "visit" ? cookiesForVisit(request.headers.get("cookie")) : {};
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from the request.
  headers.set("content-security-policy", policy);
  headers.delete(switchedHeader);
  if (Object.keys(switched).length > 0) {
    headers.set("cookie", withCookies(request.headers.get("cookie"), switched));
    headers.set(switchedHeader, "elder");
  }
  const response = chooseLocale(new NextRequest(request.nextUrl, { headers, method: request.method }));
  response.headers.set("content-security-policy", policy);
  response.headers.set("reporting-endpoints", reportingEndpoints);
  for (const [name, value] of Object.entries(switched)) response.cookies.set(name, value, viewCookieOptions(env().publicUrl.startsWith("https:")));
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  const { NODE_ENV, publicUrl } = env();
  const development = NODE_ENV === "development";
  return [
    "default-src 'self'",
    // React's development build evaluates strings to rebuild server stacks, and Next's overlay there writes styles without the nonce.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Without it the style attributes of server-rendered markup are silently dropped.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // Browsers that know the second, and the header that names its place, leave the first aside; they know it under https alone.
    `report-uri ${policyReports}`,
    ...(publicUrl.startsWith("https:") ? ["report-to policy", "upgrade-insecure-requests"] : []),
  ].join("; ");
}

export const config = {
  // Named prefixes only, never dots: certificate identifiers (/verify/1.2.156…) have them.
  matcher: ["/((?!api/|_next/static/|_next/image|favicon\\.ico$|icon\\.svg$|icons/|pictures/|sw\\.js$|robots\\.txt$|\\.well-known/).*)"],
};
