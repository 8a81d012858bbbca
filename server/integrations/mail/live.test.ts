import { createServer, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnvironment } from "@/env";
import { liveMail } from "./live";

const from = "通办 <no-reply@tongban.example>";
const mail = { id: "0190-1", to: "staff@example.net", subject: "您的工作账号", text: "请在 24 小时内设置密码。\n.\n完" };
const taken: { from: string; to: string[]; data: string }[] = [];
let server: SMTPServer;
let refuse = false;
let url = "";

const portOf = (address: ReturnType<ReturnType<typeof createServer>["address"]>) => (typeof address === "object" ? address?.port : undefined);

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true, disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) => done(refuse ? new Error("no such box") : null),
    onData: (stream, session, done) => {
      let data = "";
      stream.on("data", (chunk) => (data += String(chunk)));
      stream.on("end", () => {
        taken.push({ from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "", to: session.envelope.rcptTo.map(({ address }) => address), data });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `smtp://127.0.0.1:${portOf(server.server.address())}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

describe("the live mail adapter", () => {
  it("sends plain text to one recipient under the message's own id", async () => {
    await liveMail({ url, from }).send(mail);
    expect(taken[0]).toMatchObject({ from: "no-reply@tongban.example", to: ["staff@example.net"] });
    expect(taken[0]?.data).toContain("Message-ID: <0190-1@tongban.example>");
    expect(taken[0]?.data).toContain("Content-Type: text/plain; charset=utf-8");
    const body = taken[0]?.data.split("\r\n\r\n").slice(1).join("\r\n\r\n") ?? "";
    const text = taken[0]?.data.includes("base64") ? Buffer.from(body, "base64").toString() : body;
    expect(text).toContain("请在 24 小时内设置密码。");
    expect(text).toContain("完");
  });

  it.each(["a@example.net, b@example.net", "a@example.net\r\nBcc: b@example.net"])("names no second recipient: %j", async (to) => {
    const before = taken.length;
    await liveMail({ url, from }).send({ ...mail, to }).catch(() => undefined);
    for (const letter of taken.slice(before)) expect(letter.to).toHaveLength(1);
    for (const letter of taken.slice(before)) expect(letter.data).not.toMatch(/^Bcc:/mi);
  });

  it("fails, so that the job tries again, when the server refuses, is away or talks nonsense", async () => {
    refuse = true;
    await expect(liveMail({ url, from }).send(mail)).rejects.toThrow();
    await expect(liveMail({ url: "smtp://127.0.0.1:9", from }).send(mail)).rejects.toThrow();
    const nonsense = createServer((socket) => socket.end("<html>\u0000\r\n"));
    await new Promise<void>((resolve) => nonsense.listen(0, "127.0.0.1", resolve));
    await expect(liveMail({ url: `smtp://127.0.0.1:${portOf(nonsense.address())}`, from }).send(mail)).rejects.toThrow();
    nonsense.close();
  });

  it.each([
    ["says nothing at all", () => undefined],
    ["greets and then falls silent", (socket: Socket) => socket.write("220 mail\r\n")],
    ["hangs up at once", (socket: Socket) => socket.destroy()],
    ["hangs up in the middle of a letter", (socket: Socket) => {
      socket.write("220 mail\r\n");
      socket.on("data", (line) => (String(line).startsWith("DATA") ? socket.destroy() : socket.write("250 go on\r\n")));
    }],
  ])("fails, within its patience, when the server %s", async (_how, behave) => {
    const sockets: Socket[] = [];
    const slow = createServer((socket) => {
      sockets.push(socket.on("error", () => undefined));
      behave(socket);
    });
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    const began = performance.now();
    await expect(liveMail({ url: `smtp://127.0.0.1:${portOf(slow.address())}`, from, patienceMs: 400 }).send(mail)).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(5_000);
    for (const socket of sockets) socket.destroy();
    slow.close();
  });
});

describe("its settings", () => {
  const read = (MAIL_FROM?: string, SMTP_URL?: string) => () => readEnvironment({ SMTP_URL, MAIL_FROM });

  it.each(["no-reply@tongban.example", "通办 <no-reply@tongban.example>"])("take %j as the sender", (sender) => {
    expect(read(sender, "smtps://user:password@mail.example")).not.toThrow();
  });

  it.each(["no-reply", "a@b.example, c@d.example", "A <a@b.example>\r\nBcc: c@d.example", "a@b.example\nBcc: c@d.example", "A <a@b.example", "a@b.example>"])("do not take %j", (sender) => {
    expect(read(sender, "smtp://mail.example")).toThrow(/MAIL_FROM/);
  });

  it("come together and name a mail server, or none", () => {
    expect(read("a@b.example")).toThrow(/SMTP_URL, MAIL_FROM: set both or neither/);
    expect(read(undefined, "smtp://mail.example")).toThrow(/set both or neither/);
    expect(read("a@b.example", "https://mail.example")).toThrow(/SMTP_URL/);
    expect(read()).not.toThrow();
  });
});
