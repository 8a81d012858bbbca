import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const Manifest = z.object({ staticRoutes: z.array(z.object({ page: z.string(), regex: z.string() })), dynamicRoutes: z.array(z.object({ page: z.string(), regex: z.string() })) });

/**
 * The template of a page's address, `/[locale]/items/[code]`, by the manifest that the build leaves: what is told of a request
 * never holds the number, code or name in it. `pages` where there is no such page, or no build.
 */
export function pageRoutes(file = ".next/routes-manifest.json"): (path: string) => string {
  if (!existsSync(file)) return () => "pages";
  const { staticRoutes, dynamicRoutes } = Manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  const routes = [...staticRoutes, ...dynamicRoutes].map(({ page, regex }) => ({ page, regex: new RegExp(regex) }));
  // An address without a language is one of the default language.
  return (path) => (routes.find(({ regex }) => regex.test(path)) ?? routes.find(({ regex }) => regex.test(`/zh-CN${path === "/" ? "" : path}`)))?.page ?? "pages";
}
