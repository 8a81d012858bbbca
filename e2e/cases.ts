import { sampleAnswers } from "../db/seed/forms/samples";
import { compileForm } from "../domain/forms/rules/compile";
import type { FormContext } from "../domain/forms/rules/context";
import type { Answers, FormDefinition } from "../domain/forms/schema";
import type { Api } from "./api";
import { pdf } from "./papers";

type Draft = { definition: FormDefinition; answers: Answers; context: FormContext; errors: { fieldId: string; code: string }[] };
type Standing = { id: string; number: string; status: string; version: number; divisionCode: string; certificate: { id: string; identifier: string } | null };

export type Filed = { id: string; number: string; queryCode: string };

/** The items that the journeys use, by their name in the demo city and the sample answers to their form. */
export const items = {
  residencePermit: { name: "居住证申领", answers: "residence-permit" },
  elderAllowance: { name: "高龄津贴申领", answers: "elder-allowance" },
  roadDigging: { name: "临时占用、挖掘城市道路审批", answers: "" },
  foodBusiness: { name: "食品经营许可（新办）", answers: "food-business" },
} as const;

export type ItemKey = keyof typeof items;

/** The code under which people find an item. */
export async function codeOfItem(api: Api, key: ItemKey): Promise<string> {
  const { name } = items[key];
  const { rows } = await api.query<{ rows: { code: string; name: string }[] }>("items.search", { query: name });
  const found = rows.find((row) => row.name === name);
  if (!found) throw new Error(`No item ${name}`);
  return found.code;
}

/** Starts a draft of an item, its form still empty but for what is known of the person. */
export async function startDraft(api: Api, key: ItemKey): Promise<string> {
  const { id } = await api.mutate<{ id: string }>("applications.start", { itemCode: await codeOfItem(api, key) });
  return id;
}

/** A draft with every question answered and every paper uploaded. */
export async function fillDraft(api: Api, key: ItemKey, own: Answers = {}): Promise<string> {
  const id = await startDraft(api, key);
  await fillOut(api, id, { ...sampleAnswers[items[key].answers], ...own });
  return id;
}

/** Answers every page of a draft and uploads every paper that it asks for. */
export async function fillOut(api: Api, id: string, answers: Answers): Promise<void> {
  const filled = new Set<string>();
  for (let page = await nextPage(api, id, filled); page; page = await nextPage(api, id, filled)) {
    filled.add(page.sectionId);
    const raw = compileForm(page.draft.definition).toRaw(page.sectionId, { ...signed(answers, page.draft.context), ...page.draft.answers });
    await api.mutate("applications.save", { id, section: page.sectionId, raw });
  }
  for (const fieldId of await missing(api, id)) {
    const response = await api.request.post("/api/files", { headers: { accept: "application/json" }, multipart: { application: id, field: fieldId, returnTo: "/me", file: pdf() } });
    if (!response.ok()) throw new Error(`upload ${fieldId}: ${await response.text()}`);
  }
  const left = await missing(api, id);
  if (left.length > 0) throw new Error(`still open: ${left.join(", ")}`);
}

/** The answers under the name of whoever signs here, where the page tells it. */
export function signed(answers: Answers, { signers: [name] = [] }: Pick<FormContext, "signers">): Answers {
  return name !== undefined && "signature" in answers ? { ...answers, signature: { name } } : answers;
}

/** Answers of a page, by its section, in place of those that stand there. */
export async function typeOver(api: Api, id: string, sections: Readonly<Record<string, Answers>>): Promise<void> {
  for (const [section, answers] of Object.entries(sections)) {
    const draft = await api.query<Pick<Draft, "definition" | "answers">>("applications.draft", { id });
    await api.mutate("applications.save", { id, section, raw: compileForm(draft.definition).toRaw(section, { ...draft.answers, ...answers }) });
  }
}

/** A life event with its questions answered, what is not given from what is known of the person, and its parts begun. */
export async function prepareLifeEvent(api: Api, key: string, answers: Answers): Promise<string> {
  const { id } = await api.mutate<{ id: string }>("lifeEvents.start", { key });
  const asked = await api.query<Pick<Draft, "definition" | "answers">>("lifeEvents.questions", { id });
  const form = compileForm(asked.definition);
  for (const { id: section } of asked.definition.sections) {
    await api.mutate("lifeEvents.saveQuestions", { id, section, raw: form.toRaw(section, { ...asked.answers, ...answers }) });
  }
  await api.mutate("lifeEvents.prepare", { id });
  return id;
}

async function nextPage(api: Api, id: string, filled: ReadonlySet<string>) {
  const draft = await api.query<Draft>("applications.draft", { id });
  const { sections } = compileForm(draft.definition).visible(draft.answers, draft.context);
  const next = sections.find(({ section, fields }) => !filled.has(section.id) && fields.some(({ type }) => type !== "file"));
  return next && { draft, sectionId: next.section.id };
}

async function missing(api: Api, id: string): Promise<string[]> {
  const { errors } = await api.query<Draft>("applications.draft", { id });
  return [...new Set(errors.map(({ fieldId }) => fieldId.split(".")[0] ?? ""))];
}

export async function fileCase(api: Api, key: ItemKey): Promise<Filed> {
  const id = await fillDraft(api, key);
  return { id, ...(await api.mutate<{ number: string; queryCode: string }>("applications.submit", { id, declared: true })) };
}

export type Desk = Record<"clerk" | "reviewer" | "approver" | "certificateOfficer", Api>;

/** The version of a case as a member of staff sees it now. */
export async function standing(staff: Api, number: string): Promise<Standing> {
  return staff.query<Standing>("applications.getForDesk", { number });
}

/** One act on a case in someone's hands: claimed, done, and given on. */
export async function act(staff: Api, number: string, action: string, input: object = {}): Promise<Standing> {
  const { id } = await standing(staff, number);
  await staff.mutate("applications.claim", { id });
  const { version } = await standing(staff, number);
  await staff.mutate(`applications.${action}`, { id, version, ...input });
  return standing(staff, number);
}

/** Everything the organ does with a case that goes well, up to the certificate in its holder's hands. */
export async function decide(desk: Desk, number: string): Promise<Standing> {
  await act(desk.clerk, number, "accept");
  await act(desk.reviewer, number, "startReview");
  await act(desk.reviewer, number, "completeStep", { opinion: "材料属实，符合条件。" });
  await act(desk.approver, number, "approve", { opinion: "同意。" });
  await act(desk.certificateOfficer, number, "issueCertificate");
  return act(desk.certificateOfficer, number, "deliver", { method: "online" });
}

/** Throws away the draft that a broken-off run left, so that a journey starts at its first page. */
export async function discardDraft(api: Api, key: ItemKey): Promise<void> {
  const { rows } = await api.query<{ rows: { id: string; itemName: string; status: string }[] }>("applications.listOwn", { state: "drafts" });
  for (const { id } of rows.filter(({ itemName, status }) => status === "draft" && itemName === items[key].name)) await api.mutate("applications.discard", { id });
}
