import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import type { ErrorParams } from "@/domain/core/errors";
import type { AppRouter } from "@/server/api/root";

const mostKeptAlive = 30_000;

/** The procedures, called from the page. A request under way outlives the page where the browser allows it. */
export const browserApi = createTRPCClient<AppRouter>({
  links: [httpLink({
    url: "/api/trpc",
    headers: ({ op }) => (typeof op.context["idempotencyKey"] === "string" ? { "idempotency-key": op.context["idempotencyKey"] } : {}),
    fetch: (url, options) => fetch(url, { ...options, keepalive: String(options?.body ?? "").length < mostKeptAlive } as RequestInit),
  })],
});

/** Under this key the procedure is done once, however often it is asked. */
export const under = (idempotencyKey: string) => ({ context: { idempotencyKey } });

type Told = { httpStatus?: number; domain?: { code: string; params?: ErrorParams } };

const toldBy = (error: unknown): Told | undefined => (error instanceof TRPCClientError ? (error.data as Told | null | undefined) ?? undefined : undefined);

/** Whether there was no answer, or none that counts: the network is away, the portal is restarting, the first try still runs. */
export function isLost(error: unknown): boolean {
  const told = toldBy(error);
  return error instanceof TRPCClientError && (told === undefined || (told.httpStatus ?? 500) >= 500 || told.domain?.code === "requests.stillRunning");
}

/** Why a procedure refused what the page asked of it; nothing where there was no answer. */
export function refusalIn(error: unknown): { code: string; params: ErrorParams } | undefined {
  const domain = isLost(error) ? undefined : toldBy(error)?.domain;
  return domain && { code: domain.code, params: domain.params ?? {} };
}
