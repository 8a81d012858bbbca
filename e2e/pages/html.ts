import { readdirSync } from "node:fs";

/** What a page says of itself and where it leads, read out of its HTML as sent: what a browser without script has. */
export type Sheet = { title: string; headings: number; ids: ReadonlySet<string>; links: string[]; forms: Form[] };
type Form = { method: string; action: string; fields: string[] };

const unescaped = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
};
const tags = (html: string, name: string) => html.match(new RegExp(`<${name}(?=[\\s>])[^>]*>`, "g")) ?? [];

export function readSheet(sent: string): Sheet {
  const html = sent.replace(/<script[\s\S]*?<\/script>/g, "");
  return {
    title: unescaped(/<title[^>]*>([^<]*)/.exec(html)?.[1] ?? ""),
    headings: tags(html, "h1").length,
    ids: new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => unescaped(id))),
    links: tags(html, "a").flatMap((tag) => attribute(tag, "href") ?? []),
    forms: html.split("<form").slice(1).map((part) => formOf(`<form${part.split("</form>")[0]}`)),
  };
}

function formOf(html: string): Form {
  const [head = ""] = tags(html, "form");
  return { method: (attribute(head, "method") ?? "get").toLowerCase(), action: attribute(head, "action") ?? "", fields: tags(html, "input").flatMap((tag) => attribute(tag, "name") ?? []) };
}

/** The routes of the pages, as `/items/[code]`; fixed words before placeholders, as Next.js prefers them. */
export function routes(folder = "app/[locale]"): string[] {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(?:^|\/)page\.tsx$/.test(file) && !file.includes("[...rest]"));
  return found.map((file) => `/${file.split("/").filter((part) => !/^\(.*\)$/.test(part)).slice(0, -1).join("/")}`).toSorted((one, other) => one.split("[").length - other.split("[").length || one.localeCompare(other));
}

/** The route that answers an address; addresses beside the pages (files, downloads) by themselves. */
export function routeOf(address: string, known: readonly string[]): string {
  const parts = (address.split(/[?#]/)[0] ?? "").split("/").filter(Boolean);
  const fits = known.find((route) => {
    const wanted = route.split("/").filter(Boolean);
    return wanted.length === parts.length && wanted.every((part, index) => part.startsWith("[") || part === parts[index]);
  });
  return fits ?? `/${parts.map((part) => (/\d/.test(part) && part.length > 7 ? "…" : part)).join("/")}`;
}
