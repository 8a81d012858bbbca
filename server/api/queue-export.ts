import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { lightColours, ExportQueue } from "@/domain/applications/schema/queue";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { safeReturnPath } from "@/domain/identity/rules";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { beginExport, endExport } from "@/server/applications/commands/export";
import { exportChunks } from "@/server/applications/queries/queue-export";
import { requireHolder } from "@/server/auth/standing";
import { logger } from "@/server/core/logger";
import { createContext } from "./context";
import { sendFile } from "./send-file";
import type { RequestCtx } from "./trpc";

const types = { csv: "text/csv; charset=utf-8", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" } as const;

/**
 * `POST /api/desk/export`: a form with the queue's filters (`search`, as in its address), `format`, and for unmasked people
 * `full=yes` and a `reason`. Answered with the file as a stream, or with a redirect to where it was asked that says why not.
 */
export async function handleQueueExport(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ctx = await createContext({ headers: { get: (name) => request.headers[name]?.toString() ?? null } });
  const form = new URLSearchParams(await text(request));
  try {
    requireHolder(ctx.actor, form.get(actingField) ?? undefined);
    await send(ctx, readForm(form), response);
  } catch (error) {
    refuse(error, form, response);
  }
}

function readForm(form: URLSearchParams): ExportQueue {
  const { sort, light, ...filters } = Object.fromEntries([...new URLSearchParams(form.get("search") ?? "")].filter(([name]) => name !== "view" && name !== "cursor"));
  const lights = lightColours.filter((colour) => new URLSearchParams(form.get("search") ?? "").getAll("light").includes(colour));
  const asked = ExportQueue.safeParse({
    filters: { ...filters, ...(light ? { lights } : {}) }, ...(sort ? { sort } : {}), format: form.get("format"), full: form.get("full") === "yes",
    ...(form.get("reason")?.trim() ? { reason: form.get("reason") } : {}),
  });
  if (asked.success) return asked.data;
  const reasonless = asked.error.issues.some(({ path: [field] }) => field === "reason");
  throw new DomainError("invalid", reasonless ? "applications.exportReasonMissing" : "requests.malformed");
}

async function send(ctx: RequestCtx, input: ExportQueue, response: ServerResponse): Promise<void> {
  const { id, actor } = await beginExport(ctx, input);
  const told = { rows: 0 };
  const chunks = exportChunks({ ...ctx, actor }, input, told);
  let whole = false;
  try {
    await sendFile(response, { name: `cases-${shanghaiDay(ctx.now)}.${input.format}`, mime: types[input.format] }, chunks);
    whole = true;
  } finally {
    await endExport({ ...ctx, actor }, { id, rows: told.rows, whole });
  }
}

function refuse(error: unknown, form: URLSearchParams, response: ServerResponse): void {
  if (!isDomainError(error)) logger.error("applications.exportFailed", { error: error instanceof Error ? error.name : "unknown" });
  if (response.headersSent) return void response.destroy();
  const back = safeReturnPath(form.get("returnTo") ?? undefined, "/desk");
  response.writeHead(303, { location: locationOf(isDomainError(error) ? error : undefined, back), "cache-control": "no-store" }).end();
}

const stations: Record<string, string> = { "access.signIn": "/sign-in", "identity.proofNeeded": "/sign-in/confirm", "identity.secondFactorNeeded": "/sign-in/enrol" };

/** To what is missing and back, or back with the reason. */
function locationOf(error: DomainError | undefined, back: string): string {
  const station = error && stations[error.code];
  if (station) return `${back.startsWith("/en/") ? "/en" : ""}${station}?next=${encodeURIComponent(back)}`;
  const to = new URL(back, "http://here");
  to.searchParams.set("refused", error?.code ?? "requests.failed");
  for (const [name, value] of Object.entries(error?.params ?? {})) to.searchParams.set(`p-${name}`, String(value));
  return `${to.pathname}${to.search}`;
}
