import { INVISIBLE } from "./codes";

/** Whether two names are one person's way of writing one name: blanks, width, case and the dots between its parts do not tell them apart. */
export function isSameName(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

const bare = (name: string) => name.normalize("NFKC").replace(INVISIBLE, "").replace(/[\s·•・‧∙.]/g, "").toLowerCase();
