import type { IncomingMessage, ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Mount } from "./gate";
import type { WaitingRoom } from "./surge/room";
import { refuseBusy } from "./surge/words";

type Handler = Mount["handler"];

export type Settings = {
  /** So many requests may be at work at once. */
  atOnce: number;
  /** How late the process is with everything, in milliseconds; a moving mean. */
  lagMs(): number;
  /** The monotonic clock in milliseconds. */
  clock(): number;
  /** Whether a Cookie header holds a session that this portal made; told without asking anybody. */
  isKnown(cookies: string | undefined): boolean;
  /** Where new visitors wait for their turn; without one they are asked to come back. */
  room?: WaitingRoom;
};

/**
 * `act`: something that was begun is being finished, by someone signed in. `known`: signed in, or let in from the waiting
 * room. `new`: nobody knows whom, who has begun nothing yet.
 */
type Standing = "act" | "known" | "new";

// What is being finished is refused last, and who has begun nothing is asked to wait first.
const shares: Record<Standing, number> = { new: 0.6, known: 1, act: 2 };
const latest: Record<Standing, number> = { new: 1_000, known: 3_000, act: Infinity };

const calmAfterMs = 5_000;
const longMs = 10_000;

/**
 * Sheds what a process cannot do in time, politely: 503 with Retry-After and a plain page that comes back by itself. Health,
 * files of the build and pages from memory never come here.
 */
export class Surge {
  #atWork = 0;
  #since: number | undefined;
  #last = -Infinity;
  readonly #settings: Settings;
  readonly figures = { shed: 0, waiting: 0 };

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** So many new visitors could come in now. */
  free(): number {
    const { atOnce, lagMs } = this.#settings;
    return lagMs() > latest.new ? 0 : Math.max(0, Math.floor(atOnce * shares.new) - this.#atWork);
  }

  /** Whether it has been shedding for so long that the proxy should send people elsewhere. */
  isOverwhelmed(): boolean {
    const now = this.#settings.clock();
    return this.#since !== undefined && now - this.#last < calmAfterMs && now - this.#since > longMs;
  }

  /** Lets `next` answer where there is room for it. */
  guard(next: Handler): Handler {
    return async (request, response) => {
      const standing = this.#standingOf(request);
      if (standing === "new" && asksForPage(request) && this.#settings.room) {
        const waits = await this.#settings.room.receive(request, response, this.#isOver("new"));
        if (waits) return void (this.figures.waiting += 1);
      } else if (this.#isOver(standing)) return this.#shed(request, response);
      return this.#work(next, request, response);
    };
  }

  #standingOf(request: IncomingMessage): Standing {
    const { cookie, "idempotency-key": key } = request.headers;
    if (!this.#settings.isKnown(cookie)) return this.#settings.room?.hasTurn(request) ? "known" : "new";
    return request.method === "POST" || key !== undefined ? "act" : "known";
  }

  #isOver(standing: Standing): boolean {
    const { atOnce, lagMs } = this.#settings;
    return this.#atWork >= atOnce * shares[standing] || lagMs() > latest[standing];
  }

  #shed(request: IncomingMessage, response: ServerResponse): void {
    const now = this.#settings.clock();
    if (this.#since === undefined || now - this.#last >= calmAfterMs) this.#since = now;
    this.#last = now;
    this.figures.shed += 1;
    refuseBusy(request, response);
  }

  /** At work until its answer begins: what is then sent over a slow line costs nothing here. */
  #work(next: Handler, request: IncomingMessage, response: ServerResponse): unknown {
    this.#atWork += 1;
    let over = false;
    const done = () => {
      if (!over) this.#atWork -= 1;
      over = true;
    };
    const { writeHead } = response;
    Object.assign(response, { writeHead: (...head: unknown[]) => (done(), Reflect.apply(writeHead, response, head)) });
    response.once("close", done);
    return next(request, response);
  }
}

/** A person before a browser, not one of its programs. */
export function asksForPage({ method, headers }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && headers["rsc"] === undefined && /text\/html/.test(headers.accept ?? "");
}

/** The mean lateness of the event loop over the last seconds: one long piece of work alone does not raise it much. */
export function watchLag(everyMs = 1_000): { lagMs(): number; stop(): void } {
  const resolution = 20;
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  let mean = 0;
  const timer = setInterval(() => {
    const seen = Number.isNaN(histogram.mean) ? 0 : Math.max(0, histogram.mean / 1e6 - resolution);
    mean = (mean + seen) / 2;
    histogram.reset();
  }, everyMs).unref();
  return { lagMs: () => mean, stop: () => (clearInterval(timer), void histogram.disable()) };
}
