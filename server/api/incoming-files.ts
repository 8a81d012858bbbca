import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DomainError } from "@/domain/core/errors";

/** The files of a form, written while it is read. Where it breaks off, those that were begun are closed: nothing else would ever end them. */
export class IncomingFiles {
  readonly #brokenOff = new AbortController();
  readonly #written: Promise<void>[] = [];

  /** `refusal`: of a file that is longer than the parser lets through. */
  write(file: Readable & { truncated?: boolean }, path: string, refusal: () => DomainError): void {
    const written = pipeline(file, createWriteStream(path), { signal: this.#brokenOff.signal }).then(() => {
      if (file.truncated) throw refusal();
    });
    // Awaited below; until then a refusal is nobody's.
    written.catch(() => undefined);
    this.#written.push(written);
  }

  /** Reads the form to its end. Errors: `files.failed` (invalid) where it broke off, the first refusal of a file. */
  async readFrom(request: IncomingMessage, parser: Writable): Promise<void> {
    try {
      await pipeline(request, parser);
    } catch (error) {
      this.#brokenOff.abort();
      await Promise.allSettled(this.#written);
      throw request.complete ? error : new DomainError("invalid", "files.failed");
    }
    await Promise.all(this.#written);
  }
}
