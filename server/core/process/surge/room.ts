import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { refuseBusy, tellPlace } from "./words";

/** How many have taken a number, and up to which number it is people's turn. Kept where every process sees it. */
export type Line = { taken: number; admitted: number };

export interface Lines {
  /** Takes so many numbers more, the last of which is `taken`. */
  take(count: number): Promise<Line>;
  /** Lets so many more in, as far as there are any. */
  admit(count: number): Promise<Line>;
}

type Settings = { lines: Lines; secret: string; secure: boolean; /** Unix time in milliseconds. */ now(): number; /** How many could come in at this moment. */ free(): number };

const keptForMs = 2 * 60 * 60_000;
const name = "waiting-place";
const mostHaste = 64;

/**
 * Where new visitors wait while there are more than can be served: whoever came first goes first, over all processes. A
 * place is a signed number in a cookie; there is nothing to keep for it. Nobody waits while the line is empty and there is room.
 */
export class WaitingRoom {
  #line: Line | undefined;
  #rate: number | undefined;
  #haste = 0.5;
  #free = 0;
  #asking: ((number: number | undefined) => void)[] = [];
  #taking = false;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Lets in as many as there is room for; called every `everyMs`. */
  async advance(everyMs: number): Promise<void> {
    const before = this.#line;
    const free = this.#settings.free();
    // Many of those who took a number have gone: where as much is free as before, twice as many are called.
    this.#haste = free === 0 ? 0.5 : Math.min(mostHaste, Math.max(1, free >= 0.8 * this.#free ? this.#haste * 2 : this.#haste / 2));
    this.#free = free;
    try {
      this.#line = await this.#settings.lines.admit(Math.floor(free * this.#haste));
    } catch {
      // Without the line nobody can be put in it: people are asked to come back instead.
      this.#line = undefined;
    }
    if (!this.#line || this.#isEmpty()) this.#haste = 0.5;
    if (!before || !this.#line || this.#isEmpty()) return;
    const rate = ((this.#line.admitted - before.admitted) * 60_000) / everyMs;
    this.#rate = this.#rate === undefined ? rate : 0.9 * this.#rate + 0.1 * rate;
  }

  /** Whether somebody was let in before, or it is their turn now. */
  hasTurn({ headers }: IncomingMessage): boolean {
    const number = this.#numberIn(headers.cookie);
    return number !== undefined && number <= (this.#line?.admitted ?? -1);
  }

  /** Tells somebody who has no turn yet their place in the line, where they must wait: `true` when it has answered. */
  async receive(request: IncomingMessage, response: ServerResponse, crowded: boolean): Promise<boolean> {
    if (!crowded && this.#isEmpty()) return false;
    const known = this.#numberIn(request.headers.cookie);
    const number = known ?? (await this.#nextNumber());
    if (number === undefined || !this.#line) return refuseBusy(request, response), true;
    if (known === undefined) response.appendHeader("set-cookie", this.#cookie(number));
    const before = Math.max(0, number - this.#line.admitted - 1);
    tellPlace(request, response, { before, minutes: this.#rate && this.#rate > 0.1 ? Math.max(1, Math.ceil(before / this.#rate)) : undefined });
    return true;
  }

  #isEmpty(): boolean {
    return this.#line === undefined || this.#line.admitted >= this.#line.taken;
  }

  /** All who ask in one moment are given numbers at once, in the order in which they came. */
  #nextNumber(): Promise<number | undefined> {
    return new Promise((resolve) => {
      this.#asking.push(resolve);
      if (!this.#taking) void this.#takeNumbers();
    });
  }

  async #takeNumbers(): Promise<void> {
    this.#taking = true;
    while (this.#asking.length > 0) {
      const asking = this.#asking.splice(0);
      const line = await this.#settings.lines.take(asking.length).catch(() => undefined);
      if (line) this.#line = { taken: line.taken, admitted: Math.max(line.admitted, this.#line?.admitted ?? 0) };
      asking.forEach((resolve, index) => resolve(line && line.taken - asking.length + index + 1));
    }
    this.#taking = false;
  }

  #cookie(number: number): string {
    const issued = `${number}.${Math.floor(this.#settings.now() / 1000)}`;
    return `${name}=${issued}.${this.#sign(issued)}; Path=/; Max-Age=${keptForMs / 1000}; HttpOnly; SameSite=Lax${this.#settings.secure ? "; Secure" : ""}`;
  }

  #sign(text: string): string {
    return createHmac("sha256", this.#settings.secret).update(text).digest("base64url");
  }

  #numberIn(cookies = ""): number | undefined {
    const [, number = "", issued = "", mac = ""] = /(?:^|;\s*)waiting-place=(\d{1,15})\.(\d{1,12})\.([\w-]{43})(?:;|$)/.exec(cookies) ?? [];
    const expected = Buffer.from(this.#sign(`${number}.${issued}`));
    if (!number || mac.length !== expected.length || !timingSafeEqual(Buffer.from(mac), expected)) return undefined;
    return this.#settings.now() - Number(issued) * 1000 < keptForMs ? Number(number) : undefined;
  }
}
