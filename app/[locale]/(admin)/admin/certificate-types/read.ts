import { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import { factNames, type FactsDraft, type FieldDraft } from "./state";

function organDraft({ definingOrgan: { name = "", level }, issuers = "", issuingLevel, directoryKind, grade }: CertificateTypeContent) {
  return { organName: name, organLevel: level ?? "", issuers, issuingLevel: issuingLevel ?? "", directoryKind: directoryKind ?? "", grade: grade ?? "" };
}

/** The facts and fields of an edition as a form. */
export function factsDraftOf(content: CertificateTypeContent): FactsDraft {
  const { name, nameEn = "", validity, validityText = "", basis = "", category = "", note = "", suite, holderKinds } = content;
  return {
    name, nameEn, ...organDraft(content), ...validityDraft(validity), validityText, basis, category, note, suite, holderKinds,
    aliases: content.aliases.join("\n"), linkedItems: content.linkedItems.join("\n"), severalPerHolder: content.severalPerHolder ? "yes" : "",
    fields: content.fields.map(({ key, label: { zh, en = "" }, type, mask, maxLength, required }) => ({ key, zh, en, type, mask, maxLength: String(maxLength), required })),
  };
}

const validityDraft = (rule: CertificateTypeContent["validity"]) => ({
  validityKind: rule.kind, until: rule.kind === "fixed" ? rule.until : "", months: rule.kind === "months" ? String(rule.months) : "", event: rule.kind === "untilEvent" ? rule.event : "",
});

/** What was posted, as typed; fields taken away are left out, a new one without a label too. */
export function readFacts(form: FormData): FactsDraft {
  const text = (name: string) => String(form.get(name) ?? "").replaceAll("\r\n", "\n").trim();
  const rows = Array.from({ length: Math.min(60, Number(text("fields")) || 0) }, (_, at) => `fields.${at}`).filter((row) => text(`${row}.remove`) === "");
  const fields = rows.map((row): { place: number; field: FieldDraft } => ({ place: Number(text(`${row}.position`)) || 99, field: {
    key: text(`${row}.key`), zh: text(`${row}.zh`), en: text(`${row}.en`), type: text(`${row}.type`), mask: text(`${row}.mask`), maxLength: text(`${row}.maxLength`), required: text(`${row}.required`) !== "",
  } })).toSorted((a, b) => a.place - b.place).map(({ field }) => field).filter(({ key, zh }) => key || zh);
  const facts = Object.fromEntries(factNames.map((name) => [name, text(name)])) as Record<(typeof factNames)[number], string>;
  return { ...facts, holderKinds: form.getAll("holderKinds").map(String), fields };
}

const Facts = CertificateTypeContent.omit({ layout: true });
const lines = (text: string) => text.split(/[\n、，,;；]+/u).map((line) => line.trim()).filter(Boolean);
const said = (facts: Record<string, string>) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value));

/** The facts a form describes, or the names of its fields that are wrong. */
export function factsOf(draft: FactsDraft) {
  const { nameEn, issuers, issuingLevel, directoryKind, grade, validityText, basis, category, note } = draft;
  const parsed = Facts.safeParse({
    name: draft.name, ...said({ nameEn, issuers, issuingLevel, directoryKind, grade, validityText, basis, category, note }), definingOrgan: said({ name: draft.organName, level: draft.organLevel }), holderKinds: draft.holderKinds,
    validity: validityOf(draft), aliases: lines(draft.aliases), linkedItems: lines(draft.linkedItems).map((code) => code.toUpperCase()), severalPerHolder: draft.severalPerHolder === "yes", suite: draft.suite,
    fields: draft.fields.map(({ key, zh, en, type, mask, maxLength, required }) => ({ key, label: { zh, ...said({ en }) }, type, mask, maxLength: Number(maxLength.normalize("NFKC")), required })),
  });
  if (parsed.success) return { facts: parsed.data };
  return { wrong: [...new Set(parsed.error.issues.map(({ path }) => fieldAt(path.join("."))))] };
}

function validityOf({ validityKind, until, months, event }: FactsDraft) {
  if (validityKind === "fixed") return { kind: "fixed", until };
  if (validityKind === "months") return { kind: "months", months: Number(months.normalize("NFKC")) };
  return validityKind === "untilEvent" ? { kind: "untilEvent", event } : { kind: "none" };
}

const places: Record<string, string> = { "definingOrgan.name": "organName", "definingOrgan.level": "organLevel", "validity.until": "until", "validity.months": "months", "validity.event": "event", validity: "validityKind" };
const fieldAt = (path: string) => places[path] ?? path.replace(/\.label\.(zh|en)$/u, ".$1").replace(/^(aliases|linkedItems|holderKinds)\..*/u, "$1");
