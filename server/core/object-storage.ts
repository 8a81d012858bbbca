import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Disk } from "flydrive";
import { S3Driver } from "flydrive/drivers/s3";
import type { ObjectSettings } from "@/env";

/** A piece of a file, both bytes included. */
export type Range = { start: number; end: number };

const silent = () => undefined;
const tries = 3;
const checkMs = 4_000;

/** How long a server may take to be reached and be silent, three times over: together less than a transaction may stand still. */
const patience = { connectMs: 3_000, silenceMs: 10_000, pauseMs: 200 };

/** A client of one bucket of an S3-compatible server. Loaded by `storage.ts`, and only where one is configured. */
export function openObjects({ url, bucket, region, pathStyle, keyId, secret }: ObjectSettings, { connectMs, silenceMs, pauseMs } = patience) {
  const client = new S3Client({
    endpoint: url, region, forcePathStyle: pathStyle, credentials: { accessKeyId: keyId, secretAccessKey: secret }, maxAttempts: tries,
    requestHandler: { connectionTimeout: connectMs, socketTimeout: silenceMs },
    // Its own words would stand between the lines of our log, which tells what comes of it.
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    // Sums of its own that only Amazon's servers know for certain; the rows keep a SHA-256 of every file.
    requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED",
  });
  // Whether the bucket is closed to strangers is said of the bucket: many servers refuse it for a single file.
  const disk = new Disk(new S3Driver({ client, bucket, visibility: "private", supportsACL: false }));
  return {
    disk,
    putFile: (key: string, path: string) => retrying(pauseMs, async () => {
      const { size } = await stat(path);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: createReadStream(path), ContentLength: size }));
    }),
    async getStream(key: string, range?: Range): Promise<Readable> {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}) }));
      if (!(Body instanceof Readable)) throw new Error("the object storage answered without a body");
      return Body;
    },
    async check(): Promise<void> {
      await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: AbortSignal.timeout(checkMs) });
    },
  };
}

/** A body that is read once is not sent again by the client itself. */
async function retrying(pauseMs: number, send: () => Promise<void>): Promise<void> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await send();
    } catch (error) {
      if (left === 0 || !isPassing(error)) throw error;
      await pause(pauseMs * 2 ** (tries - left));
    }
  }
}

/** The HTTP status of a refusal; undefined where no answer came. */
export function statusOf(error: unknown): number | undefined {
  const told: unknown = error instanceof Error && "$metadata" in error ? error.$metadata : undefined;
  const status: unknown = typeof told === "object" && told !== null && "httpStatusCode" in told ? told.httpStatusCode : undefined;
  return typeof status === "number" ? status : undefined;
}

/** No answer, too many requests or a fault over there; a refusal stays one. */
function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 500;
}
