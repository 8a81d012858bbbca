import createLocaleRouter from "next-intl/middleware";
import { NextRequest, type NextResponse } from "next/server";
import { routing } from "@/app/_i18n/routing";
import { env } from "@/env";

const chooseLocale = createLocaleRouter({ ...routing, alternateLinks: false });

/** The language from the address and a nonce for this answer's scripts. Never authorisation: that is in procedures and rows. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from the request.
  headers.set("content-security-policy", policy);
  const response = chooseLocale(new NextRequest(request.nextUrl, { headers, method: request.method }));
  response.headers.set("content-security-policy", policy);
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  const { NODE_ENV, publicUrl } = env();
  // React's development build evaluates strings to rebuild server stacks.
  const development = NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    `style-src 'self' 'nonce-${nonce}'`,
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
    ...(publicUrl.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

export const config = {
  // Named prefixes only, never dots: certificate identifiers (/verify/1.2.156…) have them.
  matcher: ["/((?!api/|_next/static/|_next/image|favicon\\.ico$|icon\\.svg$|robots\\.txt$|\\.well-known/).*)"],
};
