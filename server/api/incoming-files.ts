import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DomainError } from "@/domain/core/errors";

/** The files of a form, written while it is read. Where it breaks off, those that were begun are closed: nothing else would ever end them. */
export class IncomingFiles {
  readonly #begun: Readable[] = [];
  readonly #written: Promise<void>[] = [];

  /** `refusal`: of a file that is longer than the parser lets through. */
  write(file: Readable & { truncated?: boolean }, path: string, refusal: () => DomainError): void {
    // Not destroyed where it cannot be written: the parser would wait for it for ever, and with it whoever sends.
    const chunks = file.iterator({ destroyOnReturn: false });
    const written = pipeline(chunks, createWriteStream(path)).then(() => {
      if (file.truncated) throw refusal();
    });
    // Awaited below; until then a refusal is nobody's, and what else comes of it is read past.
    written.catch(() => file.resume());
    this.#begun.push(file);
    this.#written.push(written);
  }

  /** Reads the form to its end. Errors: `files.failed` (invalid) where it broke off, the first refusal of a file. */
  async readFrom(request: IncomingMessage, parser: Writable): Promise<void> {
    try {
      await pipeline(request, parser);
    } catch (error) {
      for (const file of this.#begun) file.destroy();
      await Promise.allSettled(this.#written);
      throw request.complete ? error : new DomainError("invalid", "files.failed");
    }
    await Promise.all(this.#written);
  }
}
