import { isSame } from "@/domain/core/same";
import type { RevisionContent } from "@/domain/items/schema";
import type { DirectoryElements } from "@/domain/items/schema/directory";

/** The elements that an implementing list takes over from the directory as they are (四级四同: name, type, basis and the rest). */
export const lockedFields = ["name", "nameEn", "itemType", "audience", "statutoryLimit", "legalBasis"] as const satisfies readonly (keyof RevisionContent & keyof DirectoryElements)[];
export type LockedField = (typeof lockedFields)[number];

/** Whether an item's name is the directory's, or that of one of its handling items: 无线电台执照（变更）. */
export function isNameUnder(name: string, of: string): boolean {
  return name === of || name.startsWith(`${of}（`);
}

/**
 * The content with the directory's elements in place of its own. A handling item keeps what its name adds, also where the
 * directory's name changes (`before`: the edition it was made under). An element that the directory does not have stays.
 */
export function inherit(content: RevisionContent, elements: DirectoryElements, before?: DirectoryElements): RevisionContent {
  const { levels: _, name, ...rest } = elements;
  const from = [elements.name, before?.name].find((known) => known !== undefined && isNameUnder(content.name, known));
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...content, ...given, name: from === undefined ? name : `${name}${content.name.slice(from.length)}` };
}

/** The locked elements in which a content is not as the directory has them; empty when it implements the entry. */
export function differences(content: RevisionContent, elements: DirectoryElements): LockedField[] {
  const wanted = inherit(content, elements);
  return lockedFields.filter((field) => !isSame(content[field], wanted[field]));
}

/** The locked elements that an editor changed away from the directory. What differed before may stay until it is taken over. */
export function trespasses(before: RevisionContent, after: RevisionContent, elements: DirectoryElements): LockedField[] {
  return differences(after, elements).filter((field) => !isSame(before[field], after[field]));
}

/** The entry that several implementing lists agree on; nothing where they do not, or where there is none. */
export function agreedElements(contents: readonly RevisionContent[]): DirectoryElements | undefined {
  const [first, ...others] = contents;
  if (!first) return undefined;
  const { name, nameEn, itemType, audience, statutoryLimit, legalBasis } = first;
  const levels = [...new Set(contents.map(({ level }) => level))].toSorted();
  const elements = { name, ...(nameEn === undefined ? {} : { nameEn }), itemType, levels, audience, statutoryLimit, legalBasis };
  return others.every((content) => content.name === name && differences(content, elements).length === 0) ? elements : undefined;
}
