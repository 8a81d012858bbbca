/** The elements of an entry as its form sends them, for the schema to judge. */
export function readElements(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const lines = text("legalBasis").split("\n").map((line) => line.split("|").map((part) => part.trim())).filter(([instrument]) => instrument);
  const days = text("statutoryLimit");
  return {
    name: text("name"), ...(text("nameEn") ? { nameEn: text("nameEn") } : {}), itemType: text("itemType"),
    levels: form.getAll("levels").map(String), audience: form.getAll("audience").map(String),
    statutoryLimit: days === "" ? null : { value: Number(days.normalize("NFKC")), unit: text("statutoryUnit") },
    legalBasis: lines.map(([instrument = "", articles = ""]) => ({ instrument, ...(articles ? { articles } : {}) })),
  };
}
