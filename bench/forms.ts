import { randomUUID } from "node:crypto";
import type { Request } from "./load";

// Found in no value, not even without its dashes, by which some parsers look for it.
const boundary = randomUUID();
let requests = 0;

// Every request from an address of its own, as people come; the limits for each are counted all the same.
const address = () => `10.${(requests >> 16) & 255}.${(requests >> 8) & 255}.${requests++ & 255}`;

const unescaped = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const multipart = (fields: readonly [string, string][]) =>
  `${fields.map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--${boundary}--\r\n`;

/** The form with this field on a page of the running portal, as a browser without script posts it. */
export async function formOn(url: string, path: string, field: string): Promise<(values: Record<string, string>) => Request> {
  const html = await (await fetch(url + path)).text();
  const form = html.split("<form").find((part) => part.includes(`name="${field}"`));
  if (!form) throw new Error(`${path} has no form with the field ${field}.`);
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name = "", value = ""]): [string, string] => [name, unescaped(value)]);
  return (values) => ({
    method: "POST", path, body: multipart([...hidden, ...Object.entries(values)]),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "text/html", "x-forwarded-for": address() },
  });
}
