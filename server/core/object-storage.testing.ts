import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ObjectSettings } from "@/env";

type Server = { run(): Promise<AddressInfo>; close(): Promise<void> };
type Account = { createKeyPair(keyId: string, secret: string): void };

// The package brings no types.
const load = createRequire(import.meta.url);
const S3rver: new (options: object) => Server = load("s3rver");
const { DUMMY_ACCOUNT: account }: { DUMMY_ACCOUNT: Account } = load("s3rver/lib/models/account");

/** A real server of objects on this machine with one bucket; it can go away and come back with what it holds. */
export async function openObjectServer(): Promise<{ settings: ObjectSettings; start(): Promise<void>; stop(): Promise<void>; end(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "objects-"));
  const settings = { url: "", bucket: "files", region: "us-east-1", pathStyle: true, keyId: "tongban", secret: crypto.randomUUID() };
  account.createKeyPair(settings.keyId, settings.secret);
  const open = (port: number) => new S3rver({ port, address: "127.0.0.1", silent: true, directory, vhostBuckets: false, configureBuckets: [{ name: settings.bucket, configs: [] }] });
  let server = open(0);
  const { port } = await server.run();
  return {
    settings: { ...settings, url: `http://127.0.0.1:${port}` },
    async start() {
      server = open(port);
      await server.run();
    },
    stop: () => server.close(),
    end: async () => {
      await server.close().catch(() => undefined);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
