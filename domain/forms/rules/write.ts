import type { AnswerValue, Field, FieldType } from "../schema";
import { answerIn, isRow } from "./answers";
import type { RawAnswers } from "./reading";

type Writer = (name: string, value: AnswerValue) => RawAnswers;

const isText = (value: unknown): value is string => typeof value === "string";

const asText: Writer = (name, value) => (isText(value) ? { [name]: value } : {});
const asNumber: Writer = (name, value) => (typeof value === "number" ? { [name]: String(value) } : {});
const nothing: Writer = () => ({});

const asDay: Writer = (name, value) => {
  const [year, month, day] = isText(value) ? value.split("-") : [];
  if (!year || !month || !day) return {};
  return { [`${name}.year`]: year, [`${name}.month`]: String(Number(month)), [`${name}.day`]: String(Number(day)) };
};

const writers: Record<Exclude<FieldType, "repeatingGroup">, Writer> = {
  text: asText,
  longText: asText,
  number: asNumber,
  money: asNumber,
  date: asDay,
  dateRange: (name, value) => ({ ...asDay(`${name}.start`, partOf(value, "start")), ...asDay(`${name}.end`, partOf(value, "end")) }),
  choice: asText,
  multipleChoice: (name, value) => (Array.isArray(value) ? { [name]: value.filter(isText) } : {}),
  yesNo: (name, value) => (typeof value === "boolean" ? { [name]: value ? "yes" : "no" } : {}),
  division: asText,
  address: (name, value) => ({ ...asText(`${name}.division`, partOf(value, "division")), ...asText(`${name}.detail`, partOf(value, "detail")) }),
  personName: asText,
  citizenId: asText,
  uscc: asText,
  phone: asText,
  email: asText,
  bankAccount: asText,
  file: (name, value) => (Array.isArray(value) ? { [name]: value.map((file) => partOf(file, "fileId")).filter(isText) } : {}),
  signature: (name, value) => (isText(partOf(value, "name")) ? { ...asText(`${name}.name`, partOf(value, "name")), [`${name}.agree`]: "on" } : {}),
  computed: nothing,
  note: nothing,
};

function partOf(value: AnswerValue, key: string): AnswerValue {
  return isRow(value) ? (answerIn(value, key) ?? null) : null;
}

/** The inputs that show a stored value; a value of the wrong shape shows as nothing. The inverse of reading. */
export function writeAnswer(field: Field, name: string, value: AnswerValue | undefined): RawAnswers {
  if (value === undefined) return {};
  if (field.type !== "repeatingGroup") return writers[field.type](name, value);
  const rows = Array.isArray(value) ? value.filter(isRow) : [];
  const written = rows.flatMap((row, index) =>
    field.fields.flatMap((child) => Object.entries(writeAnswer(child, `${name}.${index}.${child.id}`, answerIn(row, child.id)))),
  );
  return { [`${name}.rows`]: String(rows.length), ...Object.fromEntries(written) };
}
