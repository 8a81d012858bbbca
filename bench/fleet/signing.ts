import { randomUUID } from "node:crypto";
import type { Answer, Way } from "./client";
import type { Stand } from "./stand";

/** Signs somebody in at one process, as its browser would, and gives the cookie. */
export async function signInAt(way: Way, { plan, people: { citizen: { identifier, password } } }: Stand): Promise<string> {
  const answer = plan.pages ? await sendForm(way, { identifier, password }) : await way.ask({ path: "/api/come-in", body: JSON.stringify({ identifier, password }) });
  const cookie = answer.headers["set-cookie"]?.map((one) => one.split(";", 1)[0] ?? "").find((one) => one.startsWith("__Host-session="));
  if (!cookie) throw new Error(`signing in answered ${answer.status} and no session`);
  return cookie;
}

const unescaped = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The form of the sign-in page, sent as by a browser without scripts. */
async function sendForm(way: Way, values: Record<string, string>): Promise<Answer> {
  const { body } = await way.ask({ path: "/sign-in", headers: { accept: "text/html" } });
  const form = body.split("<form").find((part) => part.includes('name="identifier"')) ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name = "", value = ""]): [string, string] => [name, unescaped(value)]);
  const boundary = randomUUID();
  const parts = [...hidden, ...Object.entries(values)].map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const sent = Buffer.from(`${parts.join("")}--${boundary}--\r\n`);
  return way.ask({ path: "/sign-in", body: sent, headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "text/html" } });
}
