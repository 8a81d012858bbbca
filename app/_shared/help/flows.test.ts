import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import en from "@/app/_i18n/messages/en/helpSteps.json";
import zh from "@/app/_i18n/messages/zh-CN/helpSteps.json";
import { helpFlowNames, pictureAddress, pictureSize, stepsOf } from "./flows";

const listed = helpFlowNames.flatMap((flow) => stepsOf(flow).map((step) => pictureAddress(flow, step))).toSorted();
const below = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" });

/** Width and height of a lossy WebP file. */
function sizeOf(path: string): { width: number; height: number } {
  const bytes = readFileSync(path);
  expect([bytes.toString("latin1", 0, 4), bytes.toString("latin1", 8, 15)]).toEqual(["RIFF", "WEBPVP8"]);
  const at = bytes.indexOf(Buffer.from([0x9d, 0x01, 0x2a]));
  return { width: bytes.readUInt16LE(at + 3) & 0x3fff, height: bytes.readUInt16LE(at + 5) & 0x3fff };
}

describe("the pictures of the help", () => {
  test("are exactly those that its steps show, few and small", () => {
    const kept = below("public/pictures").filter((name) => name.endsWith(".webp")).map((name) => `/pictures/${name}`);
    expect(kept.toSorted()).toEqual(listed);
    expect(listed.length).toBeLessThanOrEqual(24);
    for (const address of listed) {
      const path = join("public", address);
      expect(statSync(path).size, address).toBeLessThan(60_000);
      expect(sizeOf(path), address).toEqual({ width: pictureSize.width * 2, height: pictureSize.height * 2 });
    }
  });

  test("are each taken once by a journey that is proved", () => {
    const sources = below("e2e").filter((name) => name.endsWith(".ts")).map((name) => readFileSync(join("e2e", name), "utf8")).join("\n");
    const taken = [...sources.matchAll(/await picture\(\w+, "([a-z]+)-(\d+)"/g)].map(([, flow, step]) => `/pictures/${flow}/${step}.webp`);
    expect(taken.toSorted()).toEqual(listed);
  });

  test.each([["zh-CN", zh.flows], ["en", en.flows]])("have words for every step, and no words without a picture, in %s", (_language, flows) => {
    expect(Object.keys(flows).toSorted()).toEqual([...helpFlowNames].toSorted());
    for (const flow of helpFlowNames) expect(Object.keys(flows[flow].steps), flow).toEqual(stepsOf(flow));
  });
});
