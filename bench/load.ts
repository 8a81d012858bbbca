import autocannon from "autocannon";
import type { Server } from "./machine";

/** One request as it is sent, again and again or once. */
export type Request = { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: string };

/** Processor time and statements are those of the server for one answer. */
export type Figures = { perSecond: number; p50Ms: number; p99Ms: number; failed: number; cpuMs: number; statements: number };

export type Load = { connections: number; seconds: number; warmUpSeconds: number };

/** The next request to send; nothing when there is none left. */
export type Source = () => Request | undefined;

/** Requests and the server that answers them, with this status where all is well. */
export type Side = { server: Pick<Server, "url" | "counted">; source: Source; status?: number };

// What else the machine does comes and goes: turns this short meet all sides alike. Each is as many requests as take about so
// long, all of them answered: one that is broken off costs and does not count.
const turnSeconds = 4;

type Tally = { times: number[]; seconds: number; failed: number; cpuMs: number; statements: number };

/**
 * Warms each side up and then measures all of them by turns, so that they can be compared; each connection sends its next
 * request as soon as it has an answer.
 */
export async function measureByTurns<const Sides extends readonly Side[]>(sides: Sides, { connections, seconds, warmUpSeconds }: Load): Promise<{ [Index in keyof Sides]: Figures }> {
  const tallies = sides.map((side) => ({ side, next: ahead(side.source), tally: { times: [], seconds: 0, failed: 0, cpuMs: 0, statements: 0 } as Tally }));
  const turns = Math.max(1, Math.round(seconds / turnSeconds));
  const amounts: number[] = [];
  for (const { side, next } of tallies) {
    const { times, duration } = await send(side, next, { connections, duration: warmUpSeconds });
    amounts.push(Math.max(2, Math.ceil(((times.length / duration) * seconds) / turns / connections)) * connections);
  }
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [index, { side, next, tally }] of tallies.entries()) await takeTurn(side, next, { connections, amount: amounts[index] ?? connections }, tally);
  }
  return tallies.map(({ tally }) => figuresOf(tally)) as { [Index in keyof Sides]: Figures };
}

async function takeTurn(side: Side, next: Ahead, load: Extent, tally: Tally): Promise<void> {
  if (next.isOver()) return;
  const before = await side.server.counted();
  const { times, duration, failed } = await send(side, next, load);
  const after = await side.server.counted();
  for (const time of times) tally.times.push(time);
  tally.seconds += duration;
  tally.failed += failed;
  tally.cpuMs += after.cpuMs - before.cpuMs;
  tally.statements += after.statements - before.statements;
}

function figuresOf({ times, seconds, failed, cpuMs, statements }: Tally): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  return { perSecond: times.length / seconds, p50Ms: at(sorted, 0.5), p99Ms: at(sorted, 0.99), failed, cpuMs: cpuMs / times.length, statements: statements / times.length };
}

type Ahead = { next: Source; isOver(): boolean };

/** The same requests, one known beforehand, so that nobody begins when there is none left. */
function ahead(source: Source): Ahead {
  let coming = source();
  const next = () => {
    const request = coming;
    if (request) coming = source();
    return request;
  };
  return { next, isOver: () => coming === undefined };
}

type Extent = { connections: number } & ({ duration: number } | { amount: number });

async function send({ server: { url }, status: expected = 200 }: Side, { next }: Ahead, extent: Extent): Promise<{ times: number[]; duration: number; failed: number }> {
  const times: number[] = [];
  let failed = 0;
  let last: Request | undefined;
  const setupRequest = (base: object) => {
    const request = next() ?? exhausted();
    last = request;
    return { ...base, ...request, headers: { ...request.headers } };
  };
  const exhausted = () => {
    if (!last) throw new Error("There is nothing to send.");
    instance.stop();
    return last;
  };
  const instance = autocannon({ url, ...extent, timeout: 60, requests: [{ setupRequest }] });
  instance.on("response", (_client, status, _bytes, milliseconds) => {
    times.push(milliseconds);
    if (status !== expected) failed += 1;
  });
  const { duration, errors, timeouts } = await instance;
  return { times, duration, failed: failed + errors + timeouts };
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
