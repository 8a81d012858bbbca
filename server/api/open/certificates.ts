import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ZodType } from "zod";
import { OpenAsk, OpenQuery, OpenRead } from "@/domain/certificates/schema/open";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { parseJson } from "@/domain/core/json";
import { networkOf } from "@/domain/identity/rules/addresses";
import { readApiToken, type ApiClient } from "@/server/auth/oidc/open-interface";
import { checkOpen, copyOpen, queryOpen, readOpen } from "@/server/certificates/commands/open";
import { now } from "@/server/core/clock";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { throughDoor } from "@/server/core/scope";
import { database } from "../context";
import { isReadable } from "../errors";
import { refuse } from "./problem";

const base = "/api/open/v1/certificates";
const maxBytes = 20_000;

/**
 * Certificates for systems, in their own name (OAuth 2.0 client credentials): `POST …/query`, `GET …/{identifier}`,
 * `GET …/{identifier}/pdf`, `GET …/{identifier}/status`. Described in docs/open-api.md.
 */
export async function handleOpenCertificates(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ctx = contextOf(request);
  try {
    const client = await admit(ctx, request.headers.authorization);
    const answer = await route(ctx, client, request);
    const headers = { "cache-control": "no-store", vary: "authorization" };
    if ("bytes" in answer) response.writeHead(200, { ...headers, "content-type": "application/pdf", "content-disposition": `attachment; filename="${answer.name}"` }).end(answer.bytes);
    else response.writeHead(200, { ...headers, "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(answer));
  } catch (error) {
    refuse(response, error, ctx.requestId);
  }
}

/** A system has no session: it is known by its token alone, and cookies count for nothing. */
const contextOf = ({ headers }: IncomingMessage): Ctx => ({
  actor: { kind: "anonymous" }, now: now(), requestId: headers["x-request-id"]?.toString() ?? randomUUID(), address: networkOf(headers["x-client-address"]?.toString() ?? "unknown"), db: throughDoor({ db: database() }, "open").db,
});

const perMinute = 60;

/** Wrong tokens are counted by address, right ones by client, a minute and a day. */
async function admit(ctx: Ctx, authorization: string | undefined): Promise<ApiClient> {
  const client = await readApiToken(ctx.db, authorization).catch(async (error: unknown) => {
    if (isDomainError(error)) await limit(ctx.db, ctx.now, { act: "open.unknown", subject: ctx.address, max: 60, windowSeconds: 60 });
    throw error;
  });
  await limit(ctx.db, ctx.now, { act: "open.minute", subject: client.id, max: perMinute, windowSeconds: 60 });
  await limit(ctx.db, ctx.now, { act: "open.day", subject: client.id, max: client.dailyQuota, windowSeconds: 86_400 });
  return client;
}

async function route(ctx: Ctx, client: ApiClient, request: IncomingMessage) {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  if (request.method === "POST" && pathname === `${base}/query`) return queryOpen(ctx, client, checked(OpenQuery, await bodyOf(request)));
  const [, identifier = "", form] = /^\/([\w.-]{1,200})(?:\/(pdf|status))?$/.exec(pathname.slice(base.length)) ?? [];
  if (request.method !== "GET" || !identifier) throw new DomainError("not_found", "requests.unknownProcedure");
  const asked = Object.fromEntries(searchParams);
  if (form === "pdf") return copyOpen(ctx, client, { ...checked(OpenAsk, asked), identifier });
  return form === "status" ? checkOpen(ctx, client, { ...checked(OpenAsk, asked), identifier }) : readOpen(ctx, client, { ...checked(OpenRead, asked), identifier });
}

function checked<Input>(schema: ZodType<Input>, given: unknown): Input {
  const parsed = schema.safeParse(given);
  if (!isReadable(given)) throw new DomainError("invalid", "requests.unreadableText");
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new DomainError("invalid", "requests.invalidInput", { field: first?.path.join(".") ?? "", problem: first?.code ?? "" });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) throw new DomainError("invalid", "requests.tooLarge");
    chunks.push(bytes);
  }
  return parseJson(Buffer.concat(chunks).toString("utf8"));
}
