import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tx } from "@/db/client";
import { RevisionContent } from "@/domain/items/schema";
import { handMadeForms } from "./forms/hand-made";
import type { ImportedItem, ImportFile } from "./import/imported";
import { readImportFile } from "./import/parse";
import { importItems } from "./import/store";

/**
 * A file of items as the portal keeps them: documented items carry the form made by hand where there is one.
 * @throws items.unknownFormat
 */
export function readItems(json: unknown): ImportFile {
  const file = readImportFile(json);
  return file.format === "documented" ? { ...file, items: file.items.map(withHandMadeForm) } : file;
}

function withHandMadeForm(item: ImportedItem): ImportedItem {
  const made = handMadeForms.find(({ match }) => match.sourceId === item.sourceId);
  return made ? { ...item, content: RevisionContent.parse({ ...item.content, ...made.content }) } : item;
}

/** Read when the demo city is built, not when this module loads: the big file is 2.4 MB. */
const files = ["service-items.json", "service-items-guangdong-2021.json"];

/** The demo city's items: the documented ones to be handled, the portal's for volume. All published. */
export async function seedItems(tx: Tx, now: Date, report: (message: string) => void): Promise<void> {
  for (const file of files) {
    const json: unknown = JSON.parse(await readFile(join("db/seed/data", file), "utf8"));
    const { items } = readItems(json);
    const { imported, updated } = await importItems(tx, items, { publish: true, now });
    report(`${imported + updated} service items from ${file}`);
  }
}
