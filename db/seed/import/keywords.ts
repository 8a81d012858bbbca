import synonyms from "../data/search-synonyms.json" with { type: "json" };

/** Everyday words for an item of this name, without those the name already holds: found by their sound and letters too. */
export function keywordsFor(name: string, more: readonly (string | null | undefined)[] = []): string[] {
  const words = synonyms.rows.flatMap(({ official, spoken }) => (name.includes(official) ? spoken.filter((word) => /\p{Script=Han}/u.test(word)) : []));
  const all = [...words, ...more].filter((word): word is string => typeof word === "string" && word.length > 0 && word.length <= 60);
  return [...new Set(all)].filter((word) => word !== name && !name.includes(word)).slice(0, 60);
}
