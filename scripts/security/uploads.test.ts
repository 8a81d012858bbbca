import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { crc32, deflateRawSync, deflateSync } from "node:zlib";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { files } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createApplication, createCitizen, createItem, createPlace, factoryNow, revisionContent } from "@/db/testing/factories";
import { env } from "@/env";
import { handleFiles } from "@/server/api/files";
import { openSession } from "@/server/auth/session";
import { cookieName } from "@/server/auth/tokens";

// Files that broke somebody's program, each through the door: refused in words with nothing left behind, or kept harmless.

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Server;
let base: string;
let cookie: string;
let draft: string;
let folder: string;

beforeAll(async () => {
  // Its own: what other tests receive at the same time is none of its business.
  folder = await mkdtemp(join(tmpdir(), "tongban-uploads-"));
  process.env["DATA_DIR"] = folder;
  db = await createTestDatabase();
  process.env["DATABASE_URL"] = db.url;
  const place = await createPlace(db.db);
  const item = await createItem(db.db, place, revisionContent({ form: null, materials: [{ key: "m1", name: { zh: "材料" }, necessity: "required", maxFiles: 60 }] }));
  const citizen = await createCitizen(db.db);
  draft = (await createApplication(db.db, { place, item, applicant: citizen, status: "draft", savedAt: factoryNow })).id;
  cookie = `${cookieName("session")}=${await openSession(db.db, new Date(), { accountId: citizen.id, factors: ["password"], userAgent: null })}`;
  server = createServer((request, response) => void handleFiles(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  base = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function upload(content: Buffer, name = "a.pdf", type = "application/pdf") {
  const form = new FormData();
  for (const [key, value] of Object.entries({ application: draft, field: "m1", returnTo: "/apply/x" })) form.set(key, value);
  form.append("file", new Blob([new Uint8Array(content)], { type }), name);
  const began = process.cpuUsage();
  const response = await fetch(`${base}/api/files`, { method: "POST", body: form, headers: { accept: "application/json", cookie } });
  const body: { code?: string; files: { fileId: string; name: string }[] } = JSON.parse(await response.text());
  return { status: response.status, body, cpuMs: process.cpuUsage(began).user / 1000 };
}

async function handedOut(fileId: string, how = "") {
  const response = await fetch(`${base}/api/files/${fileId}${how}`, { headers: { cookie } });
  return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
}
const kept = () => db.db.$count(files, eq(files.applicationId, draft));

const pdf = (inner: string) => Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog${inner}>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`);
const photo = () => sharp({ create: { width: 60, height: 40, channels: 3, background: "#0a5" } });
const script = "<script>canary()</script>";

/** A file of a ZIP container, with what it unfolds to. */
function zip(name: string, content: Buffer, packed = deflateRawSync(content)): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(crc32(content), 14);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  return Buffer.concat([local, Buffer.from(name), packed]);
}

/** A PNG that says it is as large as it likes, with hardly anything in it. */
function pngOf(width: number, height: number, rows = 1): Buffer {
  const chunk = (kind: string, data: Buffer) => {
    const [length, body, sum] = [Buffer.alloc(4), Buffer.concat([Buffer.from(kind), data]), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.alloc(Math.min(100_000, Math.ceil(width / 8 + 1) * rows)))), chunk("IEND", Buffer.alloc(0))]);
}

const gif = Buffer.concat([Buffer.from("GIF89a/*"), Buffer.from([1, 0, 1, 0, 0x80, 0, 0]), Buffer.from("*/=1;canary();//")]);

describe("is refused, and nothing is left behind", () => {
  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ["a GIF that is a script", () => gif, "files.wrongType"],
    ["an SVG with a script", () => Buffer.from(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`), "files.wrongType"],
    ["an SVG that loads from elsewhere", () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://169.254.169.254/"/></svg>'), "files.wrongType"],
    ["XML that unfolds a million times", () => Buffer.from(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "${"x".repeat(99)}"><!ENTITY b "${"&a;".repeat(99)}">]><svg>&b;</svg>`), "files.wrongType"],
    ["HTML under the name of a picture", () => Buffer.from(`<!doctype html>${script}`), "files.wrongType"],
    ["a ZIP that unfolds to 50 MB", () => zip("a.pdf", Buffer.alloc(50_000_000)), "files.wrongType"],
    ["a ZIP within ZIPs", () => [1, 2, 3, 4].reduce((inner) => zip("a.zip", inner), zip("../../a.pdf", Buffer.alloc(1_000_000))), "files.wrongType"],
    ["a Word file", () => zip("word/document.xml", Buffer.from("<w:document/>")), "files.wrongType"],
    ["a packed file", () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), "files.wrongType"],
    ["a program", () => Buffer.concat([Buffer.from("\u007fELF", "latin1"), Buffer.alloc(400)]), "files.wrongType"],
    ["a PNG of 30,000 by 30,000", () => pngOf(30_000, 30_000), "files.unreadable"],
    ["a PNG of 4,294,967,295 by 1", () => pngOf(0xffffffff, 1), "files.unreadable"],
    ["a PNG without rows", () => pngOf(0, 0), "files.unreadable"],
    ["a PNG cut off", () => pngOf(4_000, 4_000, 2), "files.unreadable"],
    ["a JPEG of nothing but its beginning", () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, ...Buffer.from("JFIF\0")]), "files.unreadable"],
    ["a HEIC of nothing but its beginning", () => Buffer.concat([Buffer.from([0, 0, 0, 0x18]), Buffer.from("ftypheic"), Buffer.alloc(12)]), "files.unreadable"],
    ["a locked PDF", () => Buffer.from("%PDF-1.4\ntrailer<</Encrypt 5 0 R>>\n%%EOF"), "files.passwordProtected"],
    ["nothing", () => Buffer.alloc(0), "files.empty"],
    ["one byte", () => Buffer.from("%"), "files.wrongType"],
  ])("%s", async (_, make, code) => {
    const before = await kept();
    const content = await make();
    for (const [name, type] of [["a.pdf", "application/pdf"], ["a.jpg", "image/jpeg"]] as const) {
      const { status, body, cpuMs } = await upload(content, name, type);
      expect({ status, code: body.code }).toEqual({ status: 400, code });
      expect(cpuMs).toBeLessThan(5_000);
    }
    expect(await kept()).toBe(before);
    expect(await readdir(resolve(env().DATA_DIR, "incoming"))).toEqual([]);
  });
});

describe("is kept, and is harmless", () => {
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ["a picture with a script behind it", async () => Buffer.concat([await photo().jpeg().toBuffer(), Buffer.from(script)])],
    ["a picture with a ZIP behind it", async () => Buffer.concat([await photo().png().toBuffer(), zip("canary.exe", Buffer.from("canary"))])],
    ["a picture that says where, when and who, at length", () => photo().withExif({ IFD0: { Artist: `canary ${"x".repeat(30_000)}`, ImageDescription: script }, IFD3: { GPSLatitude: "31/1 13/1 0/1" } }).jpeg().toBuffer()],
    ["a PDF under the name and kind of a picture, drawn as what it is", () => photo().png().toBuffer()],
  ])("%s is drawn anew: of what came with it nothing is left", async (_, make) => {
    const { status, body } = await upload(await make(), "a.svg.html", "text/html");
    expect(status).toBe(200);
    const [file] = body.files;
    const { bytes, headers } = await handedOut(file?.fileId ?? "", "?inline=1");
    expect(headers.get("content-type")).toMatch(/^image\/(jpeg|png)$/);
    expect(file?.name).toMatch(/^a\.svg\.(jpg|png)$/);
    expect(bytes.toString("latin1")).not.toMatch(/canary|PK\u0003\u0004|GPS/);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  });

  test.each<[string, Buffer]>([
    ["scripts", pdf("/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</O<</S/JavaScript/JS(canary\\(\\))>>>>")],
    ["a program to start and a form to send", pdf("/OpenAction<</S/Launch/F(cmd.exe)>>/AcroForm<</XFA 5 0 R>>")],
    ["files within", pdf("/Names<</EmbeddedFiles 7 0 R>>")],
    ["a script that a browser would read as a page", Buffer.concat([pdf(""), Buffer.from(`<html>${script}</html>`)])],
  ])("a PDF with %s is handed out where nothing of it runs", async (_, content) => {
    const { body } = await upload(content);
    const shown = await handedOut(body.files[0]?.fileId ?? "", "?inline=1");
    expect(shown.bytes.equals(content)).toBe(true);
    expect(shown.headers.get("content-type")).toBe("application/pdf");
    expect(shown.headers.get("content-security-policy")).toContain("script-src 'none'");
    const downloaded = await handedOut(body.files[0]?.fileId ?? "");
    expect(downloaded.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    expect(downloaded.headers.get("content-disposition")).toMatch(/^attachment; filename="file"; filename\*=UTF-8''/);
  });

  test.each([
    ["../../../etc/passwd", "passwd.pdf"], ["..\\..\\windows\\win.ini.pdf", "win.ini.pdf"], ["/etc/cron.d/x", "x.pdf"], ["a\u0000.pdf.exe", "a.pdf.pdf"], ["法人\u202egnp.exe", "法人gnp.pdf"],
    ["a\r\nSet-Cookie: x=y.pdf", undefined], ["\ufeff\u200b.pdf", "file.pdf"], [`${"很长的名字".repeat(60)}.pdf`, `${"很长的名字".repeat(24)}.pdf`], ["𠮷野家.pdf", "𠮷野家.pdf"], ["<img src=x onerror=canary()>.pdf", "img src=x onerror=canary().pdf"],
    ["=HYPERLINK(1).pdf", "=HYPERLINK(1).pdf"], ["CON.pdf", "CON.pdf"], ["....pdf", undefined], ["\".pdf", undefined],
  ])("a file called %j leads nowhere and breaks no header", async (name, expected) => {
    const { status, body } = await upload(pdf(""), name);
    expect(status).toBe(200);
    const [file] = body.files;
    if (expected) expect(file?.name).toBe(expected);
    expect(file?.name).toMatch(/^[^\p{Cc}\p{Cf}/\\<>"|?*:]{1,124}\.pdf$/u);
    const { headers } = await handedOut(file?.fileId ?? "");
    expect(headers.get("set-cookie")).toBeNull();
    expect(decodeURIComponent(headers.get("content-disposition")?.split("UTF-8''")[1] ?? "")).toBe(file?.name);
    const [row] = await db.db.select({ key: files.storageKey }).from(files).where(eq(files.id, file?.fileId ?? ""));
    expect(row?.key).toMatch(/^uploads\/\d{4}-\d\d-\d\d\/[0-9a-f-]{36}\.pdf$/);
  });
});
