/** Sent with every answer of whatever kind; `proxy.ts` adds the page's own Content-Security-Policy. */
export const securityHeaders: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Where browsers tell of what the policy of a page held back, and the name under which the policy speaks of it. */
export const policyReports = "/api/policy-reports";
export const reportingEndpoints = `policy="${policyReports}"`;

/** For what is no page: nothing may run, load or frame it. */
export const closedPolicy = "default-src 'none'; frame-ancestors 'none'";

/** For the service worker: it fetches from here on behalf of the pages it serves, and nothing else. */
export const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/** Only where people reach us by https, or a demo on http would lock itself out. */
export const transportSecurity = "max-age=63072000; includeSubDomains";
