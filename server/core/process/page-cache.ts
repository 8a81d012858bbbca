import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Mount } from "./gate";
import { type Key, keyOf, nameOf } from "./page-cache/key";
import { type Page, tell, toPage } from "./page-cache/page";
import { render, type Rendered } from "./page-cache/render";

type Handler = Mount["handler"];

export type Settings = {
  /** Of memory, in all. */
  bytes: number;
  /** What depends on the hour and not on a change is at most twice as old, ten times where so many pages are asked for that writing them anew would take the place of telling them. */
  maxAgeMs: number;
  /** Where people reach us, when it was configured. */
  publicUrl?: string | undefined;
  /** The monotonic clock in milliseconds. */
  clock(): number;
};

type Entry = { page: Page; path: string; at: number };
type Filled = { page: Page | undefined; rendered: Rendered };

const entryOverhead = 4_000;
// Of the time, a page that is only too old is being written in one part and not in so many.
const restsFor = 4;

/**
 * Public pages, told from memory to whoever is not signed in. What is kept is made of its key alone (address, language and
 * view), never of a request that a client sent; each answer has a nonce of its own; a publication drops what it changes,
 * in every process.
 */
export class PageCache {
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<string, Promise<Filled>>();
  #bytes = 0;
  #generation = 0;
  #open = false;
  #restsUntil = 0;
  /** Since the start, for whoever runs the portal. */
  readonly figures = { hits: 0, fills: 0, drops: 0 };

  readonly #pages: Handler;
  readonly #settings: Settings;

  constructor(pages: Handler, settings: Settings) {
    this.#pages = pages;
    this.#settings = settings;
  }

  /** Nothing is told from memory before this is true, nor kept while it is false. */
  hearing(yes: boolean): void {
    if (yes === this.#open) return;
    this.#open = yes;
    this.#drop(() => true);
  }

  /** Drops the pages that show what changed: those of one item and every list, or all. */
  changed(tag: string): void {
    const code = /^items:([0-9A-Z]{31})/.exec(tag)?.[1];
    this.#drop(code ? ({ path }) => itemOf(path) === undefined || itemOf(path) === code : () => true);
  }

  /** From memory; otherwise `next` answers. */
  hits(next: Handler): Handler {
    return (request, response) => {
      const key = this.#open ? keyOf(request) : undefined;
      const entry = key && this.#entries.get(nameOf(key));
      if (!key || !entry) return next(request, response);
      const [age, mayWrite] = [this.#settings.clock() - entry.at, this.#mayWrite()];
      if (age >= (mayWrite ? 2 : 10) * this.#settings.maxAgeMs) return next(request, response);
      if (mayWrite && age >= this.#settings.maxAgeMs) this.#fill(key).catch(() => undefined);
      this.#touch(nameOf(key), entry);
      this.figures.hits += 1;
      return tell(response, entry.page, takesGzip(request));
    };
  }

  /** Has a page written once for all who ask for it meanwhile, and keeps it. */
  fills(): Handler {
    return async (request, response) => {
      const key = this.#open ? keyOf(request) : undefined;
      if (!key) return this.#pages(request, response);
      const first = !this.#running.has(nameOf(key));
      const filled = await this.#fill(key).catch(() => undefined);
      if (filled?.page) return tell(response, filled.page, takesGzip(request));
      // What is not for all is for the one it was written for.
      return filled && first ? send(response, filled.rendered) : this.#pages(request, response);
    };
  }

  /** Whether a page that is only too old may be written anew at this moment. */
  #mayWrite(): boolean {
    return this.#running.size === 0 && this.#settings.clock() >= this.#restsUntil;
  }

  #fill(key: Key): Promise<Filled> {
    const name = nameOf(key);
    const began = this.#settings.clock();
    const running = this.#running.get(name) ?? this.#write(key).finally(() => {
      const ended = this.#settings.clock();
      this.#restsUntil = ended + restsFor * (ended - began);
      if (this.#running.get(name) === running) this.#running.delete(name);
    });
    this.#running.set(name, running);
    return running;
  }

  async #write(key: Key): Promise<Filled> {
    const generation = this.#generation;
    this.figures.fills += 1;
    const rendered = await render(this.#pages, key.path, headersFor(key, this.#settings.publicUrl));
    const page = toPage(rendered);
    // A change that came meanwhile may not be in it.
    if (generation === this.#generation) this.#keep(key, page);
    return { page, rendered };
  }

  #keep(key: Key, page: Page | undefined): void {
    const name = nameOf(key);
    this.#remove(name);
    if (!page || !this.#open || page.bytes > this.#settings.bytes / 4) return;
    this.#entries.set(name, { page, path: key.path, at: this.#settings.clock() });
    this.#bytes += page.bytes + entryOverhead;
    for (const [oldest] of this.#entries) {
      if (this.#bytes <= this.#settings.bytes) break;
      this.#remove(oldest);
    }
  }

  /** The one that was asked for last is the last to go. */
  #touch(name: string, entry: Entry): void {
    this.#entries.delete(name);
    this.#entries.set(name, entry);
  }

  #remove(name: string): void {
    const entry = this.#entries.get(name);
    if (!entry || !this.#entries.delete(name)) return;
    this.#bytes -= entry.page.bytes + entryOverhead;
  }

  #drop(which: (entry: Entry) => boolean): void {
    this.#generation += 1;
    this.figures.drops += 1;
    this.#running.clear();
    for (const [name, entry] of this.#entries) if (which(entry)) this.#remove(name);
  }
}

const itemOf = (path: string): string | undefined => /\/items\/([0-9A-Z]{31})/.exec(path)?.[1];

/** Whose rendering it is: nobody's. */
function headersFor({ cookie }: Key, publicUrl: string | undefined): Record<string, string> {
  const { host, protocol } = new URL(publicUrl ?? "http://localhost");
  return {
    host, cookie, accept: "text/html", "x-client-address": "unknown", "x-request-id": randomUUID(),
    ...(publicUrl ? { "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) } : {}),
  };
}

function takesGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(String(headers["accept-encoding"] ?? ""));
}

function send(response: ServerResponse, { status, headers, body }: Rendered): void {
  for (const [name, value] of Object.entries(headers)) if (value !== undefined && name !== "transfer-encoding") response.setHeader(name, value);
  response.writeHead(status, { "content-length": body.length }).end(body);
}
