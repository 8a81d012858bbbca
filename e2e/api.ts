import { randomUUID } from "node:crypto";
import type { APIRequestContext, APIResponse } from "@playwright/test";

export type Refusal = { status: number; code: string; params: Record<string, unknown> };

type Wire<T> = { result: { data: T } } | { error: { data: { domain: { code: string; params: Record<string, unknown> } } } };

/** The procedures over HTTP, as any client would call them. */
export class Api {
  constructor(readonly request: APIRequestContext) {}

  async query<T>(path: string, input?: unknown): Promise<T> {
    const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return this.#answer<T>(path, await this.request.get(`/api/trpc/${path}${query}`));
  }

  async mutate<T>(path: string, input: unknown, key: string = randomUUID()): Promise<T> {
    return this.#answer<T>(path, await this.post(path, input, key));
  }

  /** The bare response, refusals included. */
  post(path: string, input: unknown, key: string = randomUUID()): Promise<APIResponse> {
    // A connection that lay idle while pages were looked at may be closed just as it is used again; the key makes that safe.
    return this.request.post(`/api/trpc/${path}`, { data: input, headers: { "idempotency-key": key }, maxRetries: 2 });
  }

  async #answer<T>(path: string, response: APIResponse): Promise<T> {
    const body = (await response.json()) as Wire<T>;
    if ("error" in body) throw new Error(`${path}: ${response.status()} ${JSON.stringify(body.error.data.domain)}`);
    return body.result.data;
  }
}

/** What a call answered: its data, or why it was refused. */
export async function outcome<T>(response: APIResponse): Promise<{ data: T } | { refusal: Refusal }> {
  const body = (await response.json()) as Wire<T>;
  return "error" in body ? { refusal: { status: response.status(), ...body.error.data.domain } } : { data: body.result.data };
}
