import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { demoSecretKeys, explain, lockDataFolder } from "./data-folder";

describe("the data folder", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "tongban-data-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("belongs to one portal at a time", () => {
    const release = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(`process ${process.pid}`);
    release();
    lockDataFolder(folder)();
  });

  it.each([
    ["a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, startedAs: "x" })],
    ["an earlier process with a number in use again", JSON.stringify({ pid: process.pid, startedAs: "another start" })],
    ["a start that was cut off while writing", "{"],
  ])("is taken over from %s", (_, content) => {
    writeFileSync(join(folder, "portal.lock"), content);
    const release = lockDataFolder(folder);
    expect(JSON.parse(readFileSync(join(folder, "portal.lock"), "utf8"))).toMatchObject({ pid: process.pid });
    release();
  });

  it("keeps the demo's keys for its owner's eyes, and keeps them the same", () => {
    const keys = demoSecretKeys(folder);
    expect(demoSecretKeys(folder)).toBe(keys);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(Buffer.from(keys.split(":")[1] ?? "", "base64")).toHaveLength(32);
  });

  it.each(["ENOSPC: no space left on device, write", "PANIC: could not write: No space left on device"])("says what to do about %s", (message) => {
    expect(explain(new Error(message), ".data")).toBe("There is no space left on the disk that holds .data: free some and start again.");
  });
});
