import { readdirSync, readFileSync } from "node:fs";

const folder = "app/_i18n/messages";

/** Every text of a language by the place it has in the catalogue. */
function texts(language: "zh-CN" | "en"): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (at: string, value: unknown): void => {
    if (typeof value === "string") found.set(at, value);
    else if (value && typeof value === "object") for (const [key, below] of Object.entries(value)) walk(`${at}.${key}`, below);
  };
  for (const file of readdirSync(`${folder}/${language}`)) walk(file, JSON.parse(readFileSync(`${folder}/${language}/${file}`, "utf8")));
  return found;
}

/** What a Chinese text of the pages may be called in English: one place of the catalogue says 继续 where another does too. */
export function inEnglish(text: string): string[] {
  const english = texts("en");
  return [...new Set([...texts("zh-CN")].flatMap(([at, chinese]) => (chinese === text ? [english.get(at) ?? []].flat() : [])))];
}
