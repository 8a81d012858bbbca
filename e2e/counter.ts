import { sampleAnswers } from "../db/seed/forms/samples";
import { compileForm } from "../domain/forms/rules/compile";
import type { FormContext } from "../domain/forms/rules/context";
import type { Answers, FormDefinition } from "../domain/forms/schema";
import type { Api } from "./api";
import { codeOfItem, items, signed, type ItemKey } from "./cases";
import { pdf } from "./papers";

type Draft = { definition: FormDefinition; answers: Answers; context: FormContext; errors: { fieldId: string }[] };

/** Somebody served at the counter by the sample document of this name. */
export async function receive(clerk: Api, name: string): Promise<string> {
  const { samples } = await clerk.query<{ samples: { key: string; name: string }[] }>("applications.counterReader");
  const sample = samples.find((one) => one.name === name)?.key;
  return (await clerk.mutate<{ reception: string }>("applications.counterRead", { sample })).reception;
}

/** An application begun for whoever is served. */
export async function startIntake(clerk: Api, reception: string, key: ItemKey): Promise<string> {
  return (await clerk.mutate<{ id: string }>("applications.counterStart", { reception, itemCode: await codeOfItem(clerk, key) })).id;
}

/** Answers every section of a form at the counter and scans every paper that it asks for. */
export async function fillIntake(clerk: Api, reception: string, id: string, key: ItemKey): Promise<void> {
  const answers = sampleAnswers[items[key].answers] ?? {};
  const draft = () => clerk.query<Draft>("applications.counterDraft", { reception, id });
  const filled = new Set<string>();
  for (;;) {
    const { definition, answers: known, context } = await draft();
    const form = compileForm(definition);
    const next = form.visible(known, context).sections.find(({ section, fields }) => !filled.has(section.id) && fields.some(({ type }) => type !== "file"));
    if (!next) break;
    filled.add(next.section.id);
    await clerk.mutate("applications.counterSave", { reception, id, section: next.section.id, raw: form.toRaw(next.section.id, { ...signed(answers, context), ...known }) });
  }
  for (const fieldId of new Set((await draft()).errors.map((error) => error.fieldId.split(".")[0] ?? ""))) {
    const response = await clerk.request.post("/api/files", { headers: { accept: "application/json" }, multipart: { reception, application: id, field: fieldId, returnTo: "/desk", file: pdf() } });
    if (!response.ok()) throw new Error(`scan ${fieldId}: ${await response.text()}`);
  }
  const { errors } = await draft();
  if (errors.length > 0) throw new Error(`still open: ${errors.map(({ fieldId }) => fieldId).join(", ")}`);
}
