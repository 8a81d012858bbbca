/** A place in the form of an application: a page, or in the simplified flow one question of it. */
export type FormPlace = { id: string; section: string; question?: string | undefined; returnsToCheck?: boolean | undefined };

/** Its address, without language; the same in both flows. */
export function placePath({ id, section, question, returnsToCheck = false }: FormPlace): string {
  const query = new URLSearchParams({ ...(question === undefined ? {} : { question }), ...(returnsToCheck ? { from: "check" } : {}) });
  return `/apply/${id}/${section}${query.size > 0 ? `?${query}` : ""}`;
}
