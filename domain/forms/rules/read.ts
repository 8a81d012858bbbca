import type { Field, FieldType } from "../schema";
import { readAddress, readChoice, readDivision, readFile, readMultipleChoice, readYesNo } from "./choices";
import { readBankAccount, readCitizenId, readEmail, readPhone, readUscc } from "./codes";
import { readDate, readDateRange } from "./dates";
import type { FormErrorCode } from "./errors";
import { readMoney, readNumber } from "./numbers";
import { flawed, type Input, type Reading } from "./reading";
import { readLongText, readPersonName, readSignature, readText } from "./texts";

type FieldOf = { [T in FieldType]: Extract<Field, { type: T }> };
/** Fields a person answers by one value; groups are rows of them, computed values and notes are not answered. */
type AnsweredType = Exclude<FieldType, "repeatingGroup" | "computed" | "note">;
export type AnsweredField = FieldOf[AnsweredType];

const readers: { [T in AnsweredType]: (field: FieldOf[T], input: Input) => Reading } = {
  text: readText,
  longText: readLongText,
  number: readNumber,
  money: readMoney,
  date: readDate,
  dateRange: (_, input) => readDateRange(input),
  choice: readChoice,
  multipleChoice: readMultipleChoice,
  yesNo: (_, input) => readYesNo(input),
  division: readDivision,
  address: (_, input) => readAddress(input),
  personName: (_, input) => readPersonName(input),
  citizenId: (_, input) => readCitizenId(input),
  uscc: (_, input) => readUscc(input),
  phone: (_, input) => readPhone(input),
  email: (_, input) => readEmail(input),
  bankAccount: (_, input) => readBankAccount(input),
  file: readFile,
  signature: (_, input) => readSignature(input),
};

const requiredCodes: Partial<Record<FieldType, FormErrorCode>> = {
  choice: "forms.chooseRequired",
  multipleChoice: "forms.chooseRequired",
  yesNo: "forms.chooseRequired",
  division: "forms.chooseRequired",
  file: "forms.uploadRequired",
  signature: "forms.signRequired",
};

/** Reads one answer as typed: its normalised value, its flaws, or nothing where an optional field was left open. */
export function readAnswer(field: AnsweredField, input: Input): Reading {
  const reading = readAs(field.type, field, input);
  const missing = reading.value === undefined && reading.flaws.length === 0 && !field.optional;
  return missing ? flawed(requiredCodes[field.type] ?? "forms.required") : reading;
}

function readAs<T extends AnsweredType>(type: T, field: FieldOf[T], input: Input): Reading {
  return readers[type](field, input);
}
