import type { Field, FieldType, FormDefinition, LeafField, LocalisedText, Section } from "../schema";
import { freeId, idsOf } from "./edit-ids";

const text = (zh: string, en: string): LocalisedText => ({ zh, en });

/** What each kind of field is called; a new one bears the Chinese name of its kind until somebody writes the question. */
export const fieldTypeNames: Readonly<Record<FieldType, LocalisedText>> = {
  text: text("单行文字", "Short text"), longText: text("多行文字", "Long text"), number: text("数字", "Number"), money: text("金额", "Amount of money"),
  date: text("日期", "Date"), dateRange: text("起止日期", "Period"), choice: text("单选", "One choice"), multipleChoice: text("多选", "Several choices"),
  yesNo: text("是或否", "Yes or no"), division: text("行政区划", "Division"), address: text("地址", "Address"), personName: text("姓名", "Name of a person"),
  citizenId: text("公民身份号码", "Citizen ID number"), uscc: text("统一社会信用代码", "Unified social credit code"), phone: text("电话", "Phone number"), email: text("电子邮箱", "Email address"),
  bankAccount: text("银行账号", "Bank account"), file: text("上传文件", "Files"), signature: text("签名", "Signature"), computed: text("自动计算", "Computed value"),
  note: text("说明文字", "Note"), repeatingGroup: text("可重复的一组", "Repeating group"),
};

type Base = { id: string; label: LocalisedText };

const twoOptions = [{ value: "a", label: { zh: "选项一" } }, { value: "b", label: { zh: "选项二" } }];

function newLeaf(type: Exclude<FieldType, "repeatingGroup">, base: Base): LeafField {
  if (type === "choice" || type === "multipleChoice") return { ...base, type, options: twoOptions };
  return type === "computed" ? { ...base, type, expression: "0", display: "number" } : { ...base, type };
}

/** A field of a kind with all that this kind needs, under an id that neither the form nor `taken` uses. */
export function newField(form: FormDefinition, type: FieldType, taken: ReadonlySet<string>): Field {
  const used = new Set([...idsOf(form).fields, ...taken]);
  const base = { id: freeId(type, used), label: { zh: fieldTypeNames[type].zh } };
  if (type !== "repeatingGroup") return newLeaf(type, base);
  return { ...base, type, fields: [newLeaf("text", { id: freeId("text", used), label: { zh: fieldTypeNames.text.zh } })] };
}

/** An empty page; it can be kept once it asks something. */
export function newSection(form: FormDefinition): Section {
  return { id: freeId("page-", idsOf(form).sections), title: { zh: "新的一页" }, fields: [] };
}

/** The form of another item as a beginning: without the files for its materials, which are not those of this item. */
export function formToCopy(form: FormDefinition): FormDefinition {
  const sections = form.sections.map((section) => ({ ...section, fields: section.fields.filter(({ id, type }) => type !== "file" || !/^m\d{1,3}$/.test(id)) }));
  return { ...form, sections: sections.filter(({ fields }) => fields.length > 0) };
}
