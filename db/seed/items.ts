import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tx } from "@/db/client";
import { texts } from "@/db/schema";
import { RevisionContent } from "@/domain/items/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import { handMadeForms } from "./forms/hand-made";
import { demoCity, serviceOffice } from "./import/directory";
import type { ImportedItem, ImportFile } from "./import/imported";
import { readImportFile } from "./import/parse";
import { ensureDepartments, importItems } from "./import/store";

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

/** In this one the city's data bureau is asked beside the review, so that joint handling can be tried: the digging of roads, and the pipes beneath. Its review tells the applicant that somebody comes to look. */
const joinedItem = "road-dig";

const siteVisit = {
  code: "siteVisit",
  content: { name: "现场勘查告知", nameEn: "Site visit ahead", zh: "您的申请 {number} 已进入审查，我们会派人到现场勘查[，预计 {dueOn} 前完成]，请保持电话畅通。", en: "Your application {number} is being examined. Somebody will come to look at the site[, by {dueOn}]; please be reachable by phone." },
};

async function withBranches(tx: Tx, items: readonly ImportedItem[]): Promise<ImportedItem[]> {
  const bureau = serviceOffice(demoCity.code);
  const asked = (await ensureDepartments(tx, [bureau])).get(bureau.uscc);
  if (!asked) return [...items];
  const branch: ProcessStep = {
    key: "pipes", kind: "consult", name: { zh: "地下管线数据核对意见", en: "Opinion on pipes beneath" }, role: "approver", departmentId: asked.id, after: [], limitDays: 3,
  };
  return items.map((item) => {
    if (item.sourceId !== joinedItem || item.content.steps.some(({ key }) => key === branch.key)) return item;
    const telling = item.content.steps.map((step) => (step.kind === "review" ? { ...step, tells: { entered: siteVisit.code } } : step));
    const steps = telling.flatMap((step) => (step.kind === "decide" ? [branch, step] : [step]));
    return { ...item, content: RevisionContent.parse({ ...item.content, steps }) };
  });
}

/** Read when the demo city is built, not when this module loads: the big file is 2.4 MB. */
const files = ["service-items.json", "service-items-guangdong-2021.json"];

/** The demo city's items: the documented ones to be handled, the portal's for volume. All published. */
export async function seedItems(tx: Tx, now: Date, report: (message: string) => void): Promise<void> {
  await tx.insert(texts).values({ kind: `step.${siteVisit.code}`, version: 1, content: siteVisit.content, writtenBy: randomUUID(), publishedBy: randomUUID(), publishedAt: now }).onConflictDoNothing();
  for (const file of files) {
    const json: unknown = JSON.parse(await readFile(join("db/seed/data", file), "utf8"));
    const { items } = readItems(json);
    const { imported, updated } = await importItems(tx, await withBranches(tx, items), { publish: true, now });
    report(`${imported + updated} service items from ${file}`);
  }
}
