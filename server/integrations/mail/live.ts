import { createTransport } from "nodemailer";
import { traced } from "@/db/tracing";
import type { MailPort } from "./port";

/** A mail server by SMTP: `smtps://user:password@host` or `smtp://…`, which must then offer STARTTLS unless it is this machine. */
export function liveMail({ url, from, patienceMs = 10_000 }: { url: string; from: string; patienceMs?: number }): MailPort {
  const { hostname, protocol } = new URL(url);
  const onThisMachine = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const transport = createTransport({
    url, requireTLS: protocol === "smtp:" && !onThisMachine, disableFileAccess: true, disableUrlAccess: true,
    connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs,
  });
  const host = from.split("@").at(-1)?.replace(">", "") ?? hostname;
  return {
    async send({ id, to, subject, text }) {
      // An address as an object: nothing in it can name a second recipient or a header.
      const letter = { from, to: { name: "", address: to }, subject, text, messageId: `<${id}@${host}>`, headers: { "Auto-Submitted": "auto-generated" } };
      await traced({ name: `SMTP ${hostname}`, kind: "client", attributes: { "server.address": hostname } }, () => transport.sendMail(letter));
    },
  };
}
