import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { ErrorParams } from "@/domain/core/errors";
import type { AppRouter } from "@/server/api/root";

// Browsers keep 64 KiB alive, and a character of Chinese is three bytes; what is longer they would not send at all.
const mostKeptAlive = 20_000;

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;
type Options = { idempotencyKey?: string };
type Call<Input, Output> = (...given: undefined extends Input ? [input?: Input, options?: Options] : [input: Input, options?: Options]) => Promise<Output>;
type Procedure<Input, Output> = { query: Call<Input, Output>; mutate: Call<Input, Output> };
type BrowserApi = { [Noun in keyof Inputs]: { [Verb in keyof Inputs[Noun] & keyof Outputs[Noun]]: Procedure<Inputs[Noun][Verb], Outputs[Noun][Verb]> } };

type Told = { httpStatus?: number; domain?: { code: string; params?: ErrorParams } };
type Reply = { result?: { data?: unknown }; error?: { message?: string; data?: Told } };

/** A call without an answer to use: refused, or lost on the way. */
class CallError extends Error {
  constructor(readonly told: Told | undefined, cause?: unknown) {
    super(told?.domain?.code ?? "no answer", { cause });
  }
}

/** Asks as tRPC's own client does, without ten times as much script. A request under way outlives the page where the browser allows it. */
async function call(path: string, request: RequestInit): Promise<unknown> {
  const lost = (cause: unknown): never => { throw new CallError(undefined, cause); };
  const { result, error } = await fetch(`/api/trpc/${path}`, request).then((response) => response.json() as Promise<Reply>).catch(lost);
  if (!result) throw new CallError(error?.data);
  return result.data;
}

function query(path: string, input?: unknown): Promise<unknown> {
  return call(input === undefined ? path : `${path}?${new URLSearchParams({ input: JSON.stringify(input) })}`, { keepalive: true });
}

function mutate(path: string, input?: unknown, { idempotencyKey }: Options = {}): Promise<unknown> {
  const body = JSON.stringify(input);
  const headers = { "content-type": "application/json", ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}) };
  return call(path, { method: "POST", headers, ...(body ? { body } : {}), keepalive: (body?.length ?? 0) < mostKeptAlive });
}

const procedure = (path: string) => ({
  query: (input?: unknown) => query(path, input),
  mutate: (input?: unknown, options?: Options) => mutate(path, input, options),
});
const named = (make: (name: string) => unknown) => new Proxy({}, { get: (_, name) => make(String(name)) });

/** The procedures, called from the page. */
// Safe: the names are the router's, which the type is made of; the server refuses all others.
export const browserApi = named((noun) => named((verb) => procedure(`${noun}.${verb}`))) as BrowserApi;

/** Under this key the procedure is done once, however often it is asked. */
export const under = (idempotencyKey: string): Options => ({ idempotencyKey });

const toldBy = (error: unknown): Told | undefined => (error instanceof CallError ? error.told : undefined);

/** Whether there was no answer, or none that counts: the network is away, the portal is restarting, the first try still runs. */
export function isLost(error: unknown): boolean {
  const told = toldBy(error);
  return error instanceof CallError && (told === undefined || (told.httpStatus ?? 500) >= 500 || told.domain?.code === "requests.stillRunning");
}

/** Why a procedure refused what the page asked of it; nothing where there was no answer. */
export function refusalIn(error: unknown): { code: string; params: ErrorParams } | undefined {
  const domain = isLost(error) ? undefined : toldBy(error)?.domain;
  return domain && { code: domain.code, params: domain.params ?? {} };
}
