import { draftOf, layoutOf, readDraft } from "@/app/_shared/certificates/layout/draft";
import type { FaceFieldSpec, ItemResult } from "@/domain/items/schema/result";
import { ItemResult as Result } from "@/domain/items/schema/result";
import type { ResultDraft } from "./state";

type Fields = readonly FaceFieldSpec[];

const nothing: ItemResult = { name: "", kind: "certificate" };

/** The result as a form; without an own page none is in it. */
export function draftOfResult(result: ItemResult | null): ResultDraft {
  const { name, kind, certificateType = "", validMonths = "", validity = "", sampleUrl = "", coHolders = "", face = [], layout } = result ?? nothing;
  return {
    name, kind, certificateType, validMonths: String(validMonths), validity, sampleUrl, coHolders,
    bindings: Object.fromEntries(face.map(({ key, field }) => [key, field])),
    rows: face.map(({ key, label: { zh, en = "" }, field }) => ({ key, zh, en, field })),
    own: layout !== undefined, layout: layout ? draftOf(layout) : null,
  };
}

const textIn = (form: FormData) => (name: string) => String(form.get(name) ?? "").replaceAll("\r\n", "\n").trim();

/** What was posted, as typed. */
export function readResultDraft(form: FormData): ResultDraft {
  const text = textIn(form);
  const rows = Array.from({ length: Math.min(40, Number(text("rows")) || 0) }, (_, at) => at).filter((at) => text(`rows.${at}.remove`) === "")
    .map((at) => ({ key: text(`rows.${at}.key`), zh: text(`rows.${at}.zh`), en: text(`rows.${at}.en`), field: text(`rows.${at}.field`) }));
  const bindings = [...form.keys()].filter((name) => name.startsWith("bind.")).map((name) => [name.slice(5), text(name)] as const);
  return {
    name: text("name"), kind: text("kind"), certificateType: text("certificateType"), validMonths: text("validMonths"), validity: text("validity"), sampleUrl: text("sampleUrl"), coHolders: text("coHolders"),
    bindings: Object.fromEntries(bindings.filter(([, field]) => field)), rows: rows.filter(({ zh }) => zh), own: text("source") === "own", layout: form.has("layout.count") ? readDraft(form) : null,
  };
}

/**
 * The result a draft describes, or the names of the form's fields that are wrong. Fields the chosen type has are bound by
 * their key and keep its labels; a type without fields prints what the rows say.
 */
export function resultOf(draft: ResultDraft, fields: Fields): { result: ItemResult | null } | { wrong: string[] } {
  if (!draft.name) return draft.certificateType ? { wrong: ["name"] } : { result: null };
  const page = draft.own && draft.layout ? layoutOf(draft.layout) : undefined;
  if (page && "wrong" in page) return { wrong: page.wrong };
  const parsed = Result.safeParse({ ...factsOf(draft, fields), ...said({ layout: page?.layout }) });
  return parsed.success ? { result: parsed.data } : { wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))] };
}

function factsOf(draft: ResultDraft, fields: Fields) {
  const { name, kind, certificateType, validity, sampleUrl, coHolders } = draft;
  const months = draft.validMonths.normalize("NFKC");
  const face = fields.length > 0 ? boundFace(draft, fields) : freeFace(draft);
  return { name, kind, ...said({ certificateType, validity, sampleUrl, coHolders: certificateType && coHolders, validMonths: months && Number(months), face: face.length > 0 && face }) };
}

const said = (facts: Record<string, unknown>) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== "" && value !== false));

const boundFace = ({ bindings }: ResultDraft, fields: Fields) => fields.flatMap(({ key, label }) => {
  const field = bindings[key];
  return field ? [{ key, label, field }] : [];
});

function freeFace({ rows }: ResultDraft) {
  const taken = new Set(rows.map(({ key }) => key));
  let next = 1;
  const free = () => {
    while (taken.has(`f${next}`)) next += 1;
    taken.add(`f${next}`);
    return `f${next}`;
  };
  return rows.filter(({ field }) => field).map(({ key, zh, en, field }) => ({ key: key || free(), label: { zh, ...(en ? { en } : {}) }, field }));
}
