import type { ErrorParams } from "@/domain/core/errors";
import type { LocalisedText } from "../schema";

/**
 * What may be wrong with an answer. The key is the error code and the message key; the value lists its params.
 * Every message also gets `label`, the field's label in the reader's language. `part` is `start`, `end` or `whole`;
 * `limit` is a day as YYYY-MM-DD, to be shown in the reader's own form; `other` is the label of the question in `against`.
 */
export const formErrorCodes = {
  "forms.required": [],
  "forms.chooseRequired": [],
  "forms.uploadRequired": [],
  "forms.signRequired": [],
  "forms.signerDiffers": [],
  "forms.rowsRequired": ["min"],
  "forms.tooManyRows": ["max"],
  "forms.tooShort": ["min"],
  "forms.tooLong": ["max"],
  "forms.notANumber": [],
  "forms.notWhole": [],
  "forms.tooManyDecimals": ["decimals"],
  "forms.tooSmall": ["min"],
  "forms.tooLarge": ["max"],
  "forms.dateRequired": ["part"],
  "forms.dateIncomplete": ["part", "missing"],
  "forms.dateImpossible": ["part"],
  "forms.dateTooEarly": ["limit"],
  "forms.dateTooLate": ["limit"],
  "forms.dateDiffers": ["other"],
  "forms.rangeReversed": [],
  "forms.notAnOption": [],
  "forms.tooManyChosen": ["max"],
  "forms.divisionTooBroad": ["level"],
  "forms.addressDivision": [],
  "forms.addressDetail": [],
  "forms.personName": [],
  "forms.citizenIdLength": [],
  "forms.citizenIdMistyped": [],
  "forms.uscc": [],
  "forms.phone": [],
  "forms.email": [],
  "forms.bankAccountLength": [],
  "forms.bankAccountMistyped": [],
  "forms.fileMissing": [],
  "forms.tooManyFiles": ["max"],
  "forms.agreeRequired": [],
} as const satisfies Record<string, readonly string[]>;

export type FormErrorCode = keyof typeof formErrorCodes;

/**
 * One thing to put right. `fieldId` is the field, in a group `children.0.name` (rows from 0, told to people as `row`
 * from 1); `part` is the input of it that is at fault (`month`, `start.year`, `detail`), absent when it is the field itself.
 */
export type FormError = {
  sectionId: string;
  fieldId: string;
  part?: string;
  row?: number;
  code: FormErrorCode;
  params: ErrorParams;
  label: LocalisedText;
  /** The question that the answer contradicts. */
  against?: LocalisedText;
};
