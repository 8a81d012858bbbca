import nodemailer from "nodemailer";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { inputsOf } from "@/server/api/permissions";
import { csvLine } from "@/domain/core/csv";
import { safeReturnPath } from "@/domain/identity/rules";
import { logger } from "@/server/core/logger";
import { payloads } from "./payloads";

test("no payload is a formula in a table", () => {
  for (const text of [...payloads, "＝1+1", "\n=1+1", "\u0000=1"]) expect(csvLine([text])).not.toMatch(/^"[=+\-@＝＋－＠\t\r\n\u0000]/u);
  expect(csvLine(["甲", 3])).toBe('"甲",3\r\n');
});

test("a line of the log stays one line, and no terminal obeys it", () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  for (const text of payloads) logger.warn("tests.payload", { text });
  write.mockRestore();
  for (const line of lines) expect(line).toMatch(/^[^\u0000-\u001f]*\n$/u);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toHaveLength(payloads.length);
});

test("no payload writes a header into a letter", async () => {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true });
  for (const text of payloads) {
    const { message } = await transport.sendMail({ from: "a@portal.example", to: { name: "", address: "b@portal.example" }, subject: text, text: "x" });
    const [head = ""] = String(message).split("\r\n\r\n");
    expect(head).not.toMatch(/^(bcc|set-cookie):/im);
    // One that an address is made of goes to nobody else.
    const sent = await transport.sendMail({ from: "a@portal.example", to: { name: "", address: text }, subject: "x", text: "x" }).then(({ envelope }) => envelope.to, () => []);
    expect(sent.filter((to) => to.startsWith("canary@"))).toEqual([]);
  }
});

test("no way back leads to another site", () => {
  for (const path of [...payloads, "/\\canary.example", "/.//canary.example", "/..//canary.example", "/\tcanary", "https://canary.example", "/%0d%0aset-cookie:x"]) {
    expect(new URL(safeReturnPath(path), "http://portal.example").host).toBe("portal.example");
  }
});

test("an address that runs a script is taken nowhere", async () => {
  const { appRouter } = await import("@/server/api/root");
  const urls = [...inputsOf(appRouter)].flatMap(([name, input]) => (input instanceof z.ZodType ? urlsOf(input).map((schema) => ({ name, schema })) : []));
  expect(urls.length).toBeGreaterThan(5);
  for (const address of ["javascript:canary()", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//canary.example", "\u0001javascript:canary()"]) {
    expect(urls.filter(({ schema }) => schema.safeParse(address).success).map(({ name }) => name)).toEqual([]);
  }
});

test("every day of an input is one that the portal reckons and keeps", async () => {
  const { appRouter } = await import("@/server/api/root");
  const takes = (schema: z.ZodType, text: string) => schema.safeParse(text).success;
  const texts = [...inputsOf(appRouter)].flatMap(([name, input]) => (input instanceof z.ZodType ? leavesOf(input, "string").map((schema) => ({ name, schema })) : []));
  const days = texts.filter(({ schema }) => takes(schema, "2026-03-02") && !takes(schema, "2026-02-30"));
  expect(days.length).toBeGreaterThan(10);
  expect(days.filter(({ schema }) => takes(schema, "0000-01-01") || takes(schema, "9999-12-31")).map(({ name }) => name)).toEqual([]);
});

test("every text of an input is judged in time, however long", async () => {
  const { appRouter } = await import("@/server/api/root");
  const texts = new Set([...inputsOf(appRouter).values()].flatMap((input) => (input instanceof z.ZodType ? leavesOf(input, "string") : [])));
  expect(texts.size).toBeGreaterThan(100);
  const long = ["a", "0", "-", "a-", "0.", " ", "(", "字", "\t", "=", "A1", "/", "@a", "a."].map((one) => `${one.repeat(50_000)}!`);
  const slow: number[] = [];
  for (const schema of texts) {
    const began = process.cpuUsage();
    for (const text of long) schema.safeParse(text);
    const { user } = process.cpuUsage(began);
    if (user > 2_000_000) slow.push(user);
  }
  expect(slow).toEqual([]);
}, 60_000);

/** The schemas of one kind within a schema, whole, with what is asked of them besides. */
function leavesOf(schema: unknown, type: string, seen = new Set<unknown>()): z.ZodType[] {
  if (!(schema instanceof z.ZodType) || seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema;
  if (def.type === type) return [schema];
  const inner = def.type === "lazy" && "getter" in def && typeof def.getter === "function" ? [def.getter() as unknown] : Object.values(def).flatMap((value: unknown) => (value instanceof z.ZodType ? [value] : typeof value === "object" && value !== null ? Object.values(value) : []));
  return inner.flatMap((one) => leavesOf(one, type, seen));
}

const urlsOf = (schema: z.ZodType) => leavesOf(schema, "string").filter((one) => "format" in one.def && one.def["format"] === "url");
