/** The language a file is wanted in, as its address says. */
export const languageOf = ({ url }: Request): "zh" | "en" => (new URL(url).searchParams.get("language") === "en" ? "en" : "zh");
