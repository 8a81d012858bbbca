import { limitUnits, type RevisionContent } from "@/domain/items/schema";
import { channelKinds, exemptions, organNatures, placeKinds, powerSources, serviceAreas } from "@/domain/items/schema/guide";

/** One value of an element as the form asks for it; `choice` names the list of words in `enums.items`. */
export type Leaf =
  | { part: string; as: "line" | "text" | "number" | "day" | "yesNo" | "lines" }
  | { part: string; as: "choice"; words: "powerSource" | "organNature" | "channelKind" | "serviceArea" | "placeKind" | "procedureKind" | "unit" | "exemption" | "paperSize"; options: readonly string[] };

type Name = keyof RevisionContent;
/** An element: a single value, a record of values, or a list of records. */
export type Element = { name: Name; leaf: Leaf } | { name: Name; record: readonly Leaf[] } | { name: Name; list: readonly Leaf[] };

const line = (part: string): Leaf => ({ part, as: "line" });
const contact = ["phone", "website", "mail", "wechat", "letterAddress"].map(line);
const remedy = ["organ", "address", "phone", "url"].map(line);

/** The elements of the implementing list beyond the core, in the groups in which they are asked. */
export const elementSections: readonly { key: "ways" | "contacts" | "procedures" | "organ"; elements: readonly Element[] }[] = [
  { key: "ways", elements: [
    { name: "channels", list: [{ part: "kind", as: "choice", words: "channelKind", options: channelKinds }, line("url"), line("note")] },
    { name: "places", list: [line("name"), { part: "kind", as: "choice", words: "placeKind", options: placeKinds }, ...["address", "window", "openingHours", "phone", "directions"].map(line)] },
    { name: "serviceArea", leaf: { part: "", as: "choice", words: "serviceArea", options: serviceAreas } },
    { name: "onSiteReason", leaf: { part: "", as: "text" } },
    { name: "booking", record: [{ part: "required", as: "yesNo" }, line("rule"), { part: "perDay", as: "number" }] },
    { name: "quantityLimit", leaf: { part: "", as: "line" } },
    { name: "onlinePayment", leaf: { part: "", as: "yesNo" } },
    { name: "courierMaterials", leaf: { part: "", as: "yesNo" } },
  ] },
  { key: "contacts", elements: [
    { name: "consultation", record: contact },
    { name: "complaint", record: contact },
    { name: "review", record: remedy },
    { name: "litigation", record: remedy },
    { name: "rights", leaf: { part: "", as: "text" } },
    { name: "duties", leaf: { part: "", as: "text" } },
  ] },
  { key: "procedures", elements: [
    { name: "specialProcedures", list: [line("name"), { part: "kind", as: "choice", words: "procedureKind", options: ["extension", "other"] }, { part: "days", as: "number" }, { part: "unit", as: "choice", words: "unit", options: limitUnits }, line("basis")] },
    { name: "intermediaries", list: [line("service"), line("basis")] },
  ] },
  { key: "organ", elements: [
    { name: "powerSource", leaf: { part: "", as: "choice", words: "powerSource", options: powerSources } },
    { name: "organ", record: [{ part: "nature", as: "choice", words: "organNature", options: organNatures }, line("entrustedBy"), line("guidedBy"), { part: "jointWith", as: "lines" }] },
    { name: "effectiveOn", leaf: { part: "", as: "day" } },
    { name: "cancelledOn", leaf: { part: "", as: "day" } },
  ] },
];

/** What a material may add to its core. */
export const materialLeaves: readonly Leaf[] = [
  { part: "originals", as: "number" },
  { part: "paperSize", as: "choice", words: "paperSize", options: ["A4", "A3", "other"] },
  { part: "exemption", as: "choice", words: "exemption", options: exemptions },
  ...["sharedData", "issuer", "validityRule"].map(line),
  { part: "fillingNotes", as: "text" },
  { part: "acceptanceStandard", as: "text" },
  ...["blankFormUrl", "sampleUrl"].map(line),
];

type Text = (name: string) => string;
type Row = Record<string, unknown>;

/** What was typed for one value; nothing when it was left empty. */
export function readLeaf(text: Text, leaf: Leaf, name: string): unknown {
  const typed = leaf.as === "day" ? dayOf(text, name) : text(name);
  if (!typed) return undefined;
  if (leaf.as === "number") return Number(typed.normalize("NFKC"));
  if (leaf.as === "yesNo") return typed === "yes";
  return leaf.as === "lines" ? typed.split(/[\n、]+/u).map((one) => one.trim()).filter(Boolean) : typed;
}

/** A day from its three parts, as it was typed: the schema judges whether it exists. */
function dayOf(text: Text, name: string): string {
  const parts = ["year", "month", "day"].map((part) => text(`${name}-${part}`).normalize("NFKC"));
  if (parts.every((part) => part === "")) return "";
  return parts.map((part, at) => part.padStart(at === 0 ? 4 : 2, "0")).join("-");
}

/** What was typed for a record; nothing when all of it was left empty. */
export function readRecord(text: Text, leaves: readonly Leaf[], prefix: string): Row | undefined {
  const row = Object.fromEntries(leaves.map((leaf) => [leaf.part, readLeaf(text, leaf, `${prefix}.${leaf.part}`)]));
  return Object.values(row).some((value) => value !== undefined) ? row : undefined;
}

/** Every element as the form shows it; a list loses what was marked for removal and gains what was typed into its new entry. */
export function readElements(text: Text, base: RevisionContent): Row {
  return Object.fromEntries(elementSections.flatMap(({ elements }) => elements).map((element) => [element.name, readElement(text, element, base)]));
}

function readElement(text: Text, element: Element, base: RevisionContent): unknown {
  if ("leaf" in element) return readLeaf(text, element.leaf, element.name);
  if ("record" in element) return readRecord(text, element.record, element.name);
  const before = base[element.name];
  const count = Array.isArray(before) ? before.length : 0;
  const rows = [...Array.from({ length: count }, (_, index) => String(index)), "new"]
    .filter((index) => text(`${element.name}.${index}.remove`) === "")
    .flatMap((index) => readRecord(text, element.list, `${element.name}.${index}`) ?? []);
  return rows.length > 0 ? rows : undefined;
}
