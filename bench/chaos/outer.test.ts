import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fileKeyProvider } from "@/server/core/documents/keys";
import { liveMail } from "@/server/integrations/mail/live";
import { livePopulationRegistry } from "@/server/integrations/population-registry/live";
import { remoteKeyProvider } from "@/server/integrations/remote-signer/live";
import { liveSms } from "@/server/integrations/sms/live";
import { httpTimestampAuthority } from "@/server/integrations/timestamp/live";
import { hasOpenssl } from "@/server/integrations/timestamp/testing";
import { moods, type OuterSystems, startOuterSystems } from "./outer";

let folder: string;
let outer: OuterSystems;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outer-"));
  // Made before anybody waits for them.
  await fileKeyProvider(join(folder, "keys"), () => new Date()).publicJwks();
  outer = await startOuterSystems(folder);
});
afterAll(async () => {
  await outer.stop();
  await rm(folder, { recursive: true });
});

const at = (name: string) => outer.environment[name] ?? "";
const key = { keyId: "chaos", secret: "0123456789abcdef", patienceMs: 3000 };
const person = { id: "1", name: "张三", citizenId: "310101199003070000" };
const signer = () => remoteKeyProvider({ url: at("REMOTE_SIGNER_URL"), ...key, patienceMs: 3000 }, () => new Date());
const asked: Record<string, () => Promise<unknown>> = {
  sms: () => liveSms({ url: at("SMS_URL"), token: "chaos" }).send({ id: "m-1", phone: "13800000000", template: "accepted", params: {} }),
  mail: () => liveMail({ url: at("SMTP_URL"), from: at("MAIL_FROM"), patienceMs: 3000 }).send({ id: "m-2", to: "a@b.example", subject: "办件", text: "有新消息" }),
  registry: () => livePopulationRegistry({ url: at("POPULATION_REGISTRY_URL"), ...key }).compare(person),
  signer: async () => (await signer().documentSigningKey()).sign(Buffer.from("a notice")),
  timestamp: () => httpTimestampAuthority({ url: at("TIMESTAMP_URL"), trusted: [new X509Certificate(readFileSync(at("TIMESTAMP_CA")))], patienceMs: 3000 }).timestamp(Buffer.alloc(32, 7)),
};
const names = Object.keys(asked).filter((name) => hasOpenssl || name !== "timestamp");

describe("the systems around the portal", () => {
  it.each(names)("%s answers as it should, and what it takes is counted", async (name) => {
    outer.turn("well");
    // On a busy machine the first answer may come too late.
    await vi.waitFor(() => asked[name]?.(), { timeout: 20_000, interval: 50 });
    if (name === "sms") expect(outer.taken.sms).toEqual(new Map([["m-1", expect.any(Number)]]));
    if (name === "mail") expect(outer.taken.mail).toEqual(new Map([["m-2", expect.any(Number)]]));
  });

  // The gateways for messages wait ten seconds for one that hangs: that is played by the harness.
  const cases = names.flatMap((name) => moods.filter((mood) => mood !== "hanging" || name === "registry").map((mood) => [name, mood] as const));
  it.each(cases)("%s gives no usable answer while it is %s", async (name, mood) => {
    outer.turn(mood);
    await expect(asked[name]?.()).rejects.toThrow();
    outer.turn("well");
    // A connection that was just reset may be tried once more.
    await vi.waitFor(() => asked[name]?.(), { timeout: 10_000, interval: 50 });
  });
});
