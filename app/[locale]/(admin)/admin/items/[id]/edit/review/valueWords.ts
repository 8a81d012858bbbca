import type { ContentField } from "@/domain/items/rules/changes";

/** Which list of words (`enums.items`) names the values at a path; `field` for the whole, else its last step. */
const lists: Record<string, string> = {
  itemType: "itemType", level: "level", audience: "audience", handling: "handling", serviceArea: "serviceArea", powerSource: "powerSource",
  "materials necessity": "necessity", "materials form": "materialForm", "materials source": "materialSource", "materials exemption": "exemption", "materials paperSize": "paperSize",
  "result kind": "resultKind", "organ nature": "organNature", "channels kind": "channelKind", "places kind": "placeKind", "specialProcedures kind": "procedureKind",
  "specialProcedures unit": "unit", "statutoryLimit unit": "unit", "promisedLimit unit": "unit",
};

/** The key of the word for a value, if it is one of a list; several values stand on lines. */
export function wordKeys(field: ContentField, path: string, value: string): string[] | undefined {
  const last = path.split(/[.[\]]+/).findLast(Boolean);
  const list = lists[last ? `${field} ${last}` : field];
  return list ? value.split("\n").map((one) => `${list}.${one}`) : undefined;
}
