import autocannon from "autocannon";
import type { Server } from "./machine";

/** One request as it is sent, again and again or once. */
export type Request = { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: string };

/** Processor time and statements are those of the server for one answer. */
export type Figures = { perSecond: number; p50Ms: number; p99Ms: number; failed: number; cpuMs: number; statements: number };

export type Load = { connections: number; seconds: number; warmUpSeconds: number };

/** The next request to send; nothing when there is none left. */
export type Source = () => Request | undefined;

/** Warms a server up and then measures it, each connection sending its next request as soon as it has an answer. */
export async function measure({ url, counted }: Pick<Server, "url" | "counted">, source: Source, { connections, seconds, warmUpSeconds }: Load, expected = 200): Promise<Figures> {
  await send(url, source, { connections, seconds: warmUpSeconds }, expected);
  const before = await counted();
  const { answers, ...figures } = await send(url, source, { connections, seconds }, expected);
  const after = await counted();
  return { ...figures, cpuMs: (after.cpuMs - before.cpuMs) / answers, statements: (after.statements - before.statements) / answers };
}

async function send(url: string, source: Source, { connections, seconds }: Pick<Load, "connections" | "seconds">, expected: number): Promise<Omit<Figures, "cpuMs" | "statements"> & { answers: number }> {
  const times: number[] = [];
  let failed = 0;
  let last: Request | undefined;
  const setupRequest = (base: object) => {
    const request = source() ?? exhausted();
    last = request;
    return { ...base, ...request, headers: { ...request.headers } };
  };
  const exhausted = () => {
    if (!last) throw new Error("There is nothing to send.");
    instance.stop();
    return last;
  };
  const instance = autocannon({ url, connections, duration: seconds, requests: [{ setupRequest }] });
  instance.on("response", (_client, status, _bytes, milliseconds) => {
    times.push(milliseconds);
    if (status !== expected) failed += 1;
  });
  const { duration, errors, timeouts } = await instance;
  times.sort((a, b) => a - b);
  return { answers: times.length, perSecond: times.length / duration, p50Ms: at(times, 0.5), p99Ms: at(times, 0.99), failed: failed + errors + timeouts };
}

const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Goes round a list for ever. */
export function inTurn(requests: readonly Request[]): Source {
  let next = 0;
  return () => requests[next++ % requests.length];
}

/** Hands out a list once. */
export function once(requests: readonly Request[]): Source {
  let next = 0;
  return () => requests[next++];
}
