import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import en from "@/app/_i18n/messages/en/helpSteps.json";
import zh from "@/app/_i18n/messages/zh-CN/helpSteps.json";
import { helpFlowNames, pictureAddress, pictureSize, pictureViews, stepsOf } from "./flows";

const steps = helpFlowNames.flatMap((flow) => stepsOf(flow).map((step) => ({ flow, step })));
const listed = steps.flatMap(({ flow, step }) => pictureViews.map((view) => pictureAddress(flow, step, view))).toSorted();
const below = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" });

/** Width and height of a lossy WebP file. */
function sizeOf(path: string): { width: number; height: number } {
  const bytes = readFileSync(path);
  expect([bytes.toString("latin1", 0, 4), bytes.toString("latin1", 8, 15)]).toEqual(["RIFF", "WEBPVP8"]);
  const at = bytes.indexOf(Buffer.from([0x9d, 0x01, 0x2a]));
  return { width: bytes.readUInt16LE(at + 3) & 0x3fff, height: bytes.readUInt16LE(at + 5) & 0x3fff };
}

describe("the pictures of the help", () => {
  test("are exactly those that its steps show, in both languages and both modes, few and small", () => {
    const kept = below("public/pictures").filter((name) => name.endsWith(".webp")).map((name) => `/pictures/${name}`);
    expect(kept.toSorted()).toEqual(listed);
    expect(pictureViews).toHaveLength(4);
    expect(steps.length).toBeLessThanOrEqual(24);
    for (const address of listed) {
      const path = join("public", address);
      expect(statSync(path).size, address).toBeLessThan(60_000);
      expect(sizeOf(path), address).toEqual({ width: pictureSize.width * 2, height: pictureSize.height * 2 });
    }
  });

  test("are each of their own: none shows another's language or mode", () => {
    const contents = listed.map((address) => readFileSync(join("public", address)).toString("base64"));
    expect(new Set(contents).size).toBe(listed.length);
  });

  test("are each taken once by a journey that is proved", () => {
    const sources = below("e2e").filter((name) => name.endsWith(".ts")).map((name) => readFileSync(join("e2e", name), "utf8")).join("\n");
    const taken = [...sources.matchAll(/await picture\(\w+, "([a-z]+)-(\d+)"/g)].map(([, flow, step]) => `${flow} ${step}`);
    expect(taken.toSorted()).toEqual(steps.map(({ flow, step }) => `${flow} ${step}`).toSorted());
  });

  test.each([["zh-CN", zh.flows], ["en", en.flows]])("have words for every step, and no words without a picture, in %s", (_language, flows) => {
    expect(Object.keys(flows).toSorted()).toEqual([...helpFlowNames].toSorted());
    for (const flow of helpFlowNames) expect(Object.keys(flows[flow].steps), flow).toEqual(stepsOf(flow));
  });
});
