import { useFormatter, useTranslations } from "next-intl";
import type { EditionChange } from "@/domain/certificates/rules/changes";

/** What an edition changes, a sentence for each. */
export function Changes({ changes }: { changes: readonly EditionChange[] }) {
  const [t, format] = [useTranslations("certificateTypes"), useFormatter()];
  const together = (parts: readonly string[]) => format.list(parts);
  if (changes.length === 0) return <p className="text-muted">{t("changes.none")}</p>;
  return <ul className="flex list-disc flex-col gap-2 pl-[1.4em]">{changes.map((change, index) => <li key={index} className="max-w-measure">{sentence(t, change, together)}</li>)}</ul>;
}

function sentence(t: ReturnType<typeof useTranslations<"certificateTypes">>, change: EditionChange, together: (parts: readonly string[]) => string): string {
  if (change.kind === "fact") {
    const [field, before, after] = [t(`content.${change.field}`), inWords(t, change.before), inWords(t, change.after)];
    if (before === null) return t("changes.set", { field, after: after ?? "" });
    return after === null ? t("changes.cleared", { field, before }) : t("changes.fact", { field, before, after });
  }
  const list = t(`content.${change.field}`);
  if (change.kind === "reordered") return t("changes.reordered", { list });
  const name = nameOf(t, change.name);
  if (change.kind !== "changed") return t(`changes.${change.kind}`, { list, name });
  const parts = together(change.parts.map(({ part, before, after }) => t("changes.part", { part: partName(t, part), before: inWords(t, before) || t("changes.nothing"), after: inWords(t, after) || t("changes.nothing") })));
  return t("changes.changed", { list, name: name || t("changes.pageItself"), parts });
}

/** Codes have names; what people wrote stands for itself. */
function inWords(t: ReturnType<typeof useTranslations<"certificateTypes">>, value: string | null): string | null {
  if (value === null) return null;
  const key = `values.${value}` as "values.person";
  return /^[A-Za-z0-9]+$/u.test(value) && t.has(key) ? t(key) : value;
}

function nameOf(t: ReturnType<typeof useTranslations<"certificateTypes">>, name: string): string {
  const [fact, kind] = [`facts.${name}` as "facts.title", `kinds.${name}` as "kinds.qr"];
  if (!/^[A-Za-z]+$/u.test(name)) return name;
  return t.has(fact) ? t(fact) : t.has(kind) ? t(kind) : name;
}

function partName(t: ReturnType<typeof useTranslations<"certificateTypes">>, part: string): string {
  for (const area of ["element", "page", "field"]) {
    const key = `${area}.${part}` as "element.x";
    if (t.has(key)) return t(key);
  }
  return part;
}
