import { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import type { Layout } from "@/domain/items/schema/layout";
import type { FaceFieldSpec, ValidityRule } from "@/domain/items/schema/result";
import catalogue from "../data/cert-types.json";
import { handMadeForms } from "../forms/hand-made";
import { foodBusinessLayout, nurseLayout, residencePermitLayout } from "./layouts";

type Source = (typeof catalogue.types)[number];
type FieldFacts = Pick<FaceFieldSpec, "type" | "mask" | "maxLength"> & { required?: boolean };

const short = { type: "text", mask: "most", maxLength: 12 } as const;
const name = { type: "text", mask: "name", maxLength: 22, required: true } as const;
const day = { type: "date", mask: "most", maxLength: 11 } as const;
const code = { type: "code", mask: "number", maxLength: 18 } as const;
const address = { type: "text", mask: "most", maxLength: 60 } as const;
const open = (maxLength: number) => ({ type: "text", mask: "open", maxLength }) as const;

/** What the fields of the types with a hand-made form hold; the rest of a field is what its item prints. */
const known: Record<string, Record<string, FieldFacts>> = {
  "residence-permit": { name: { ...name, maxLength: 20 }, sex: { ...short, maxLength: 1 }, nationality: { ...short, maxLength: 6 }, birthOn: day, citizenId: { ...code, required: true }, registeredAddress: { ...address, maxLength: 38 }, residenceAddress: { ...address, maxLength: 38, required: true } },
  "food-business-licence": { operator: { ...open(60), required: true }, uscc: { ...code, mask: "open", required: true }, legalRepresentative: { ...open(30), required: true }, premises: { ...open(90), required: true }, business: open(20), salesScope: open(100), cateringScope: open(110) },
  "nurse-practice": { name, sex: { ...short, maxLength: 1 }, birthOn: day, citizenId: { ...code, required: true }, institution: { ...open(50), required: true } },
};

const layouts: Record<string, Layout> = { "residence-permit": residencePermitLayout, "food-business-licence": foodBusinessLayout, "nurse-practice": nurseLayout };
const english: Record<string, string> = { "residence-permit": "Residence permit", "food-business-licence": "Food business licence", "nurse-practice": "Nurse practice certificate", "business-licence": "Business licence", "disability-certificate": "Disability certificate" };

/** Pictures and biometrics are no text; they do not belong to the printed fields. */
const printed = (label: string) => !/相片|照片|指纹/u.test(label);

/** The face: as the item with a form of its own prints it, else as the law lists it, else unknown. */
function fieldsOf({ id, personalFields }: Source): FaceFieldSpec[] {
  const face = handMadeForms.map(({ content }) => content.result).find((result) => result?.certificateType === id)?.face;
  if (face) return face.map(({ key, label }) => ({ key, label, required: false, type: "text" as const, mask: "most" as const, maxLength: 80, ...known[id]?.[key] }));
  return (personalFields ?? []).filter(printed).map((label, at) => ({ key: `f${at + 1}`, label: { zh: label }, type: "text", required: false, mask: "most", maxLength: 60 }));
}

/** A plain number of years is a rule; everything else in words stays words. */
function validityOf(text: string | null): ValidityRule {
  const years = /^(\d{1,2})年$/u.exec(text ?? "")?.[1];
  if (text?.startsWith("每年签注")) return { kind: "months", months: 12 };
  return years === undefined ? { kind: "none" } : { kind: "months", months: Number(years) * 12 };
}

/** One operator holds one for each of its premises. */
const severalIds = new Set(["food-business-licence"]);

const present = <T extends object>(facts: T) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));

function contentOf(type: Source): CertificateTypeContent {
  return CertificateTypeContent.parse({
    name: type.name, ...present({ nameEn: english[type.id], issuers: type.issuer, validityText: type.validity, basis: type.basis, note: type.note, layout: layouts[type.id] }),
    category: type.category, definingOrgan: {}, holderKinds: type.holder.map((kind) => (kind === "自然人" ? "person" : "organisation")),
    validity: validityOf(type.validity), aliases: type.aliases, linkedItems: [], severalPerHolder: severalIds.has(type.id), fields: fieldsOf(type), suite: "international",
  });
}

type CatalogueEntry = { id: string; nationalTypeCode: string | null; content: CertificateTypeContent };

/** The seeded catalogue: one first edition of every type. */
export const certificateCatalogue: readonly CatalogueEntry[] = catalogue.types.map((type) => ({ id: type.id, nationalTypeCode: type.nationalTypeCode, content: contentOf(type) }));
