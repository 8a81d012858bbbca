import { hashPassword } from "@/server/auth/password";
import { inTurn, type Request, type Source } from "./load";
import type { Scenario } from "./scenarios";

const password = "bench: length over composition";
const boundary = "bench";
const samples = 50;

let requests = 0;

// Every request from an address of its own, as people come; the limits for each are counted all the same.
const address = () => `10.${(requests >> 16) & 255}.${(requests >> 8) & 255}.${requests++ & 255}`;

/** The form of the sign-in page as a browser without script posts it, once for each person. */
async function formsOf(url: string, names: readonly string[]): Promise<Source> {
  const html = await (await fetch(`${url}/sign-in`)).text();
  const form = html.split("<form").find((part) => part.includes('name="identifier"')) ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name = "", value = ""]): [string, string] => [name, unescaped(value)]);
  const bodies = names.map((identifier) => multipart([...hidden, ["identifier", identifier], ["password", password]]));
  let next = 0;
  return (): Request => ({
    method: "POST", path: "/sign-in", body: bodies[next++ % bodies.length] ?? "",
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "text/html", "x-forwarded-for": address() },
  });
}

const unescaped = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const multipart = (fields: readonly [string, string][]) =>
  `${fields.map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--${boundary}--\r\n`;

/** Sign-in by password, in both cases with Argon2id over the same hash. */
export const signIn: Scenario = {
  name: "sign-in",
  what: "sign-in by password, as a form",
  async prepare({ pool, citizens }) {
    const ids = citizens.slice(0, samples);
    const { rows } = await pool.query<{ name: string }>("update accounts set password_hash = $1, sign_in_name = 'bench-' || id where id = any($2) returning sign_in_name as name", [await hashPassword(password), ids]);
    const names = rows.map(({ name }) => name);
    const plain = names.map((identifier): Request => ({ method: "POST", path: "/sign-in", body: JSON.stringify({ identifier, password }), headers: { "content-type": "application/json" } }));
    return { portal: { at: async (url) => ({ source: await formsOf(url, names), status: 303 }) }, plain: inTurn(plain), reads: {} };
  },
};
