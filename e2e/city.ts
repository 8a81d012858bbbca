import { readFileSync } from "node:fs";
import type { AccountKey } from "./accounts";
import type { Filed } from "./cases";

/** What `city.spec.ts` left for those who look at pages: all but the organisation, and the case with a promise (citizen-l3), belongs to citizen-l4. */
export type City = { item: string; editedItem: string; draft: string; filed: Filed; closed: string; certificate: string; identifier: string; delegation: string; organisation: string; department: string; lifeEvent: string; editedLifeEvent: string; reception: string; intake: string; taken: string; promised: string; standing: string };

export const cityFile = ".tmp/e2e-people/city.json";

export function city(): City {
  return JSON.parse(readFileSync(cityFile, "utf8")) as City;
}

/** A page, who looks at it, and the kind of person it is for. */
export type Place = {
  path: string;
  who?: AccountKey;
  for: "anyone" | "citizen" | "desk" | "admin" | "keepers";
  /** Who may open it, where that is not everybody it is for: all who are signed in, or these alone. */
  by?: "signedIn" | readonly AccountKey[];
  status?: number;
};

/** Every page there is. */
export function places(): Place[] {
  const { item, editedItem, draft, filed, closed, certificate, identifier, delegation, organisation, department, lifeEvent, editedLifeEvent, reception, intake, taken, promised, standing } = city();
  const sections = ["filed-by", "applicant", "contact", "registered", "residence", "housing", "basis", "family", "materials"];
  return [
    ...["/", "/items", "/items?q=居住证", "/items?q=不存在的事项", `/items/${item}`, ...["", "?asked=fits", "?fits=yes", "?fits=no", "?fits=unsure&s.filedBy=self&s.basis=employment"].map((query) => `/items/${item}/start${query}`), "/sign-in", "/sign-in?way=code", "/sign-in?way=passkey", "/sign-in?way=qr", "/sign-in/recover", "/sign-in/counter-code", "/dev/identity-check?kind=livePerson&next=/me", "/progress", "/progress/shared/of-no-case-at-all-0000", "/verify", `/verify/${identifier}`, "/verify/1.2.156", "/show", "/show?problem=malformed", "/show/of-no-code", "/me/certificates/offline", "/offline", "/departments", "/departments?division=440104", `/departments/${department}`, "/divisions/440104", "/life-events", "/life-events/disability-services", "/elder", "/rate/receipt", "/ratings", "/ratings?by=item", `/ratings/item/${item}`, "/preferences", "/ask", "/ask/answer", "/help", "/help/terms", "/help/family", "/status", "/accessibility", "/privacy", "/dev/ui", "/dev/outbox"]
      .map((path): Place => ({ path, for: "anyone" })),
    { path: "/no-such-page", for: "anyone", status: 404 },
    ...[
      "/me", "/me/messages", "/me/messages/preferences", "/me/messages/preferences?problem=hours", "/me/applications", `/me/applications/${filed.number}`, `/me/applications/${closed}`, `/me/applications/${closed}/deadline`, `/me/applications/${filed.number}/withdraw`, `/me/applications/${filed.number}/share`, `/me/applications/${filed.number}/proof`,
      `/me/applications/${closed}/rate`, `/me/applications/${closed}/rate?level=basic`, "/me/data", "/me/data/accesses", "/me/data/requests", "/me/data/requests/new", "/me/data/requests/new?ask=correction.phone", "/me/data/requests/new?ask=erasure.account",
      "/me/enquiries", "/me/life-events", `/me/life-events/${lifeEvent}`, ...["certificate", "need", "contact"].map((section) => `/me/life-events/${lifeEvent}/${section}`), "/me/delegations", "/me/organisations", "/me/organisations/bind", "/me/delegations/new", "/me/delegations/new?q=居住证", "/me/delegations/new/helper", "/me/delegations/accept", "/me/delegations/accept?code=00000000",
      "/me/certificates", "/me/certificates?state=ended", "/me/certificates?state=all&q=居住证", `/me/certificates/${certificate}`, ...["present", "printed", "scans"].map((page) => `/me/certificates/${certificate}/${page}`), "/me/certificates/uses", `/me/certificates/uses?certificate=${certificate}`, "/me/certificates/grants", "/me/materials", "/me/certificates/grants/new", `/me/certificates/grants/new?certificate=${certificate}&q=居住证`, `/me/certificates/grants/new/terms?certificate=${certificate}&item=${editedItem}`, `/me/certificates/grants/${standing}`, `/items/${item}/apply`, `/apply/${draft}`, `/apply/${draft}/check`, `/apply/${filed.id}/done`,
      ...sections.map((section) => `/apply/${draft}/${section}`),
    ].map((path): Place => ({ path, who: "citizen-l4", for: "citizen" })),
    ...[
      "/me/security", "/me/security/log", "/me/security/password", "/me/security/phone", "/me/security/email", "/me/security/authenticator", "/me/security/passkeys", "/me/security/providers", "/sign-in/confirm", "/sign-in/welcome", "/sign-in/approve/unknown", "/sign-in/approve?result=refused",
    ].map((path): Place => ({ path, who: "citizen-l4", for: "citizen", by: "signedIn" })),
    ...["", "&way=livePerson", "&way=networkIdentity", "&way=counter"].map((way): Place => ({ path: `/me/security/level?to=L3&next=/me${way}`, who: "citizen-l1", for: "citizen" })),
    ...["&way=twoFactor", "&way=phoneThreeFactor"].map((way): Place => ({ path: `/me/security/level?to=L3&next=/me${way}`, who: "citizen-l0", for: "citizen" })),
    { path: `/me/delegations/${delegation}`, who: "citizen-l4", for: "citizen", by: ["citizen-l4"] },
    { path: `/me/organisations/${organisation}`, who: "legal-representative", for: "citizen", by: ["legal-representative", "organisation-agent"] },
    ...["/agents/new", "/agents/new?q=居住证", "/agents/new/person"].map((page): Place => ({ path: `/me/organisations/${organisation}${page}`, who: "legal-representative", for: "citizen", by: ["legal-representative"] })),
    { path: "/me/security/level", who: "citizen-l4", for: "citizen" },
    { path: "/desk", who: "citizen-l4", for: "desk", status: 403 },
    ...["/desk", `/desk/applications/${filed.number}`, `/desk/applications/${closed}/deadline`].map((path): Place => ({ path, who: "clerk-440104", for: "desk" })),
    ...["/desk?light=yellow&light=green&assignee=nobody&dueFrom=2020-01-01", "/desk/views"].map((path): Place => ({ path, who: "clerk-440104", for: "desk" })),
    { path: "/desk/counter/applications", who: "clerk-440104", for: "desk", by: ["clerk-440104", "approver-440104"] },
    ...["", "?q=居住证", `/${intake}`, `/${intake}/print`].map((page): Place => ({ path: `/desk/counter/applications/${reception}${page}`, who: "clerk-440104", for: "desk", by: ["clerk-440104"] })),
    ...["", "?paper=80"].map((paper): Place => ({ path: `/desk/counter/applications/receipt/${taken}${paper}`, who: "clerk-440104", for: "desk", by: ["clerk-440104"] })),
    { path: "/desk/counter/identity", who: "clerk-440104", for: "desk", by: ["clerk-440104", "approver-440104"] },
    { path: "/desk/counter/delegation", who: "clerk-440104", for: "desk", by: ["clerk-440104", "approver-440104"] },
    ...["/desk/counter/delegation/family", "/desk/counter/delegation/guardianship"].map((path): Place => ({ path, who: "clerk-440104", for: "desk", by: ["clerk-440104"] })),
    ...["/desk/bulk", `/desk/bulk?case=${filed.number}`, `/desk/bulk?case=${filed.number}&act=handOver`, "/desk/absences"].map((path): Place => ({ path, who: "clerk-440104", for: "desk" })),
    { path: "/desk/certificates", who: "certificate-officer-440104", for: "desk", by: ["certificate-officer-440104", "approver-440104"] },
    { path: `/desk/certificates/${certificate}`, who: "certificate-officer-440104", for: "desk", by: ["certificate-officer-440104", "approver-440104"] },
    { path: "/desk/certificates/import", who: "certificate-officer-440104", for: "desk", by: ["certificate-officer-440104", "approver-440104"] },
    ...["/desk/routing", "/desk/routing/new", `/desk/routing?number=${filed.number}`].map((path): Place => ({ path, who: "supervisor", for: "desk", by: ["supervisor"] })),
    { path: "/desk/own-case", who: "clerk-440104", for: "desk" },
    { path: "/desk/counter/rating", who: "clerk-440104", for: "desk", by: ["clerk-440104"] },
    { path: "/desk/enquiries", who: "clerk-440104", for: "desk", by: ["clerk-440104", "supervisor", "supervisor-deputy"] },
    ...["/desk/ratings", "/desk/ratings?status=replied&late=yes"].map((path): Place => ({ path, who: "supervisor", for: "desk", by: ["supervisor", "supervisor-deputy", "approver-440104"] })),
    { path: "/desk/ratings/statistics", who: "clerk-440104", for: "desk" },
    { path: "/desk/ratings/devices", who: "supervisor", for: "desk", by: ["supervisor", "supervisor-deputy"] },
    ...["/desk/supervision", "/desk/supervision?period=quarter", "/desk/supervision/cases?group=open", "/desk/supervision/urgings", "/desk/supervision/signals", "/desk/supervision/reasons", "/desk/supervision/reports"].map((path): Place => ({ path, who: "supervisor", for: "desk", by: ["supervisor"] })),
    { path: `/desk/supervision/cases/${filed.number}`, who: "supervisor", for: "desk" },
    { path: "/desk/supervision/inbox", who: "clerk-440104", for: "desk" },
    { path: "/overdue", for: "anyone" },
    ...["joint", "experts", "hearing", "delivery", "certificates"].map((page): Place => ({ path: `/desk/applications/${filed.number}/${page}`, who: "clerk-440104", for: "desk" })),
    ...["/desk/deliveries", "/desk/deliveries?state=chosen", "/desk/deliveries/labels"].map((path): Place => ({ path, who: "clerk-440104", for: "desk", by: ["clerk-440104", "certificate-officer-440104"] })),
    { path: "/desk/archives", who: "clerk-440104", for: "desk", by: ["clerk-440104", "supervisor", "supervisor-deputy"] },
    { path: "/expert/of-no-request", for: "anyone" },
    { path: `/me/applications/${promised}/supplement`, who: "citizen-l3", for: "citizen", by: ["citizen-l3"] },
    { path: `/me/applications/${filed.number}/delivery`, who: "citizen-l4", for: "citizen" },
    ...["/desk/data-requests", "/desk/data-requests?state=answered"].map((path): Place => ({ path, who: "supervisor", for: "desk", by: ["supervisor"] })),
    ...["/admin", "/admin/items", "/admin/items/exchange", "/admin/items/directory", `/admin/items/${editedItem}/clone`, `/admin/items/${editedItem}/edit`, `/admin/items/${editedItem}/edit/review`, `/admin/items/${editedItem}/edit/result`, `/admin/items/${editedItem}/edit/english`, `/admin/items/${editedItem}/edit/process`, `/admin/items/${editedItem}/edit/process/simulate?run=yes&submittedOn-year=2026&submittedOn-month=9&submittedOn-day=21&acceptAfter=2`, `/admin/items/${editedItem}/edit/form`, `/admin/items/${editedItem}/edit/form?like=高龄`, `/admin/items/${editedItem}/edit/form/test`, "/admin/certificate-types", "/admin/certificate-types/residence-permit", "/admin/certificate-types/residence-permit/face", "/admin/life-events", `/admin/life-events/${editedLifeEvent}`].map((path): Place => ({ path, who: "item-editor", for: "admin" })),
    ...["/admin/items/new", "/admin/items/new?q=居住证", "/admin/items/directory/new", "/admin/certificate-types/new"].map((path): Place => ({ path, who: "item-editor", for: "admin", by: ["item-editor"] })),
    { path: "/admin/life-events/new", who: "item-editor", for: "admin", by: ["item-editor"] },
    ...["/admin/staff", "/admin/staff/changes", "/admin/staff/changes?state=decided", "/admin/staff/new"].map((path): Place => ({ path, who: "system-admin", for: "keepers" })),
    { path: "/admin/operations", who: "system-admin", for: "keepers", by: ["system-admin"] },
    { path: "/admin/audit", who: "audit-admin", for: "keepers" },
    ...["/authorize/of-no-request", "/authorize/link", "/authorize/sign-out", "/problem/400?error=invalid_client"].map((path): Place => ({ path, for: "anyone" })),
    { path: "/authorize/sign-out", who: "citizen-l4", for: "citizen", by: "signedIn" },
    { path: "/admin/clients", who: "security-admin", for: "keepers" },
    ...["/admin/departments", "/admin/departments?query=越秀", "/admin/departments/changes", "/admin/divisions", "/admin/divisions?code=440100", "/admin/templates", "/admin/templates/new", "/admin/templates/notice.reject", "/admin/templates/step.siteVisit", "/admin/templates/message.accepted"]
      .map((path): Place => ({ path, who: "system-admin", for: "keepers", by: ["system-admin", "security-admin"] })),
    { path: "/admin/closures", who: "system-admin", for: "keepers", by: ["system-admin", "security-admin"] },
    { path: "/admin/departments/new", who: "system-admin", for: "keepers", by: ["system-admin", "security-admin"] },
    ...["/admin/words", "/admin/words/synonyms", "/admin/words/synonyms?spoken=开店", "/admin/words/themes"].map((path): Place => ({ path, who: "item-editor", for: "admin" })),
    { path: "/admin/calendar", who: "system-admin", for: "keepers", by: ["system-admin", "security-admin", "supervisor"] },
  ];
}
