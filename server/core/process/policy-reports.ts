import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { logger } from "@/server/core/logger";

const longestBody = 64 * 1024;
const mostReports = 20;
const patienceMs = 10_000;

/** So many are written down within a minute by each process, so many of one kind; all are counted. */
const mostLines = 30;
const mostAlike = 3;

const directives = ["script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "img-src", "font-src", "connect-src", "worker-src", "frame-src", "object-src", "media-src", "manifest-src", "base-uri", "form-action", "frame-ancestors", "default-src", "require-trusted-types-for"] as const;

const text = z.string().max(8_000).catch("");
// As `report-uri` sends one, and as `report-to` sends several; what else is in them is not read.
const Told = z.object({ "csp-report": z.object({ "effective-directive": text, "violated-directive": text, "blocked-uri": text, "document-uri": text, disposition: text }).partial() });
const Report = z.object({ type: z.literal("csp-violation"), body: z.object({ effectiveDirective: text, blockedURL: text, documentURL: text, disposition: text }).partial() });

/** Nothing in it is of a person: no address but its first word, no query, no text of the page. */
export type Violation = { directive: (typeof directives)[number] | "other"; blocked: string; page: string };

type Settings = { publicUrl: string; clock(): number; count(directive: Violation["directive"]): void };

/** Takes the reports of browsers: counted by directive, written to the log a few times a minute, kept nowhere. */
export function policyReportsHandler({ publicUrl, clock, count }: Settings) {
  let [minute, lines, alike] = [-1, 0, new Map<string, number>()];
  const note = (violation: Violation) => {
    count(violation.directive);
    const current = Math.floor(clock() / 60_000);
    if (current !== minute) [minute, lines, alike] = [current, 0, new Map()];
    const kind = JSON.stringify(violation);
    const seen = alike.get(kind) ?? 0;
    if (lines >= mostLines || seen >= mostAlike) return;
    lines += 1;
    alike.set(kind, seen + 1);
    logger.warn("policy.violated", violation);
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== "POST") return answer(response, 405);
    const body = await bodyOf(request);
    if (body === undefined) return answer(response, 413);
    const violations = violationsIn(body, publicUrl);
    violations?.forEach(note);
    answer(response, violations ? 204 : 400);
  };
}

function answer(response: ServerResponse, status: number): void {
  if (!response.destroyed) response.writeHead(status, { "cache-control": "no-store", "content-length": 0, ...(status === 204 ? {} : { connection: "close" }) }).end();
}

/** Nothing where it is longer, or slower, than any honest report. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > longestBody) return undefined;
  const chunks: Buffer[] = [];
  const late = setTimeout(() => request.destroy(), patienceMs);
  let length = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      if ((length += bytes.length) > longestBody) return undefined;
      chunks.push(bytes);
    }
    return Buffer.concat(chunks).toString("utf8");
  } catch {
    return undefined;
  } finally {
    clearTimeout(late);
  }
}

/** What a body tells; nothing where it is no report at all. */
export function violationsIn(body: string, publicUrl: string): Violation[] | undefined {
  const value = parsed(body);
  const one = Told.safeParse(value);
  if (one.success) {
    const { "effective-directive": effective, "violated-directive": violated = "", "blocked-uri": blocked = "", "document-uri": page = "" } = one.data["csp-report"];
    return [violation(effective || violated, blocked, page, publicUrl)];
  }
  if (!Array.isArray(value)) return undefined;
  // Other kinds come to the same place: nobody asked for them.
  return value.slice(0, mostReports).flatMap((report: unknown) => {
    const { data } = Report.safeParse(report);
    return data ? [violation(data.body.effectiveDirective ?? "", data.body.blockedURL ?? "", data.body.documentURL ?? "", publicUrl)] : [];
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function violation(directive: string, blocked: string, page: string, publicUrl: string): Violation {
  const [name = ""] = directive.trim().split(/\s+/);
  return { directive: directives.find((known) => known === name) ?? "other", blocked: sourceOf(blocked, publicUrl), page: areaOf(page) };
}

/** A word of the standard (`inline`, `eval`), a scheme, our own origin, or a host. */
function sourceOf(blocked: string, publicUrl: string): string {
  if (/^[a-z-]{1,30}$/.test(blocked)) return blocked;
  if (!URL.canParse(blocked)) return "unreadable";
  const { protocol, host } = new URL(blocked);
  if (protocol !== "https:" && protocol !== "http:") return protocol.slice(0, 20);
  return host === new URL(publicUrl).host ? "self" : host.slice(0, 100);
}

// Ids, numbers and codes come later in an address; its first word says which part of the portal it is.
const areas = new Set(["items", "departments", "divisions", "life-events", "help", "apply", "me", "progress", "verify", "elder", "desk", "admin", "sign-in", "enrol", "show", "expert", "accessibility", "privacy", "dev", "oidc"]);

function areaOf(page: string): string {
  if (!URL.canParse(page)) return "unknown";
  const words = new URL(page).pathname.split("/").filter((word) => word !== "" && word !== "en");
  if (words.length === 0) return "home";
  return words[0] !== undefined && areas.has(words[0]) ? words[0] : "other";
}
