import { parseCitizenId, parsePhone, parseUscc } from "@/domain/core/codes";
import { heardDigits, withoutEndMark } from "@/domain/core/dictation";
import { empty, flawed, narrow, one, valid, type Input, type Reading } from "./reading";

const LONGEST_EMAIL = 254;
const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;
const LANDLINE = /^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})$/;
const DASHES = /[-\u2010-\u2015\u2212]/g;
const MARKS = /[,.、]/g;

/** Digits as typed or dictated, in figures, without the blanks and marks between them. */
const figures = (text: string) => heardDigits(narrow(text)).replace(DASHES, "").replace(MARKS, "");

/** Citizen ID after GB 11643: digits and check character; stored as 18 characters, X in upper case. */
export function readCitizenId({ raw, name, today }: Input): Reading {
  const typed = figures(one(raw, name)).replace(/(?:叉|[艾埃]克斯)$/, "X");
  if (typed === "") return empty;
  if (typed.length !== 18) return flawed("forms.citizenIdLength");
  const id = parseCitizenId(typed, today);
  return id ? valid(id.number) : flawed("forms.citizenIdMistyped");
}

/** Unified social credit code after GB 32100. */
export function readUscc({ raw, name }: Input): Reading {
  const typed = one(raw, name).trim();
  if (typed === "") return empty;
  const uscc = parseUscc(typed);
  return uscc ? valid(uscc.number) : flawed("forms.uscc");
}

/** A mobile number as 11 digits, or a landline as `021-62345678`. */
export function readPhone({ raw, name }: Input): Reading {
  const typed = heardDigits(narrow(one(raw, name))).replace(MARKS, "");
  if (typed === "") return empty;
  const mobile = parsePhone(typed);
  if (mobile) return valid(mobile);
  const [, area, number] = LANDLINE.exec(typed.replace(/[()]/g, "").replace(DASHES, "").replace(/^(?:\+|00)86/, "0").replace(/^00/, "0")) ?? [];
  return area && number ? valid(`${area}-${number}`) : flawed("forms.phone");
}

export function readEmail({ raw, name }: Input): Reading {
  const typed = narrow(withoutEndMark(one(raw, name)));
  if (typed === "") return empty;
  return typed.length <= LONGEST_EMAIL && EMAIL.test(typed) ? valid(typed) : flawed("forms.email");
}

/** Accounts have 8 to 32 digits; UnionPay card numbers (62…) also carry a Luhn check digit (ISO/IEC 7812). */
export function readBankAccount({ raw, name }: Input): Reading {
  const typed = figures(one(raw, name));
  if (typed === "") return empty;
  if (!/^\d{8,32}$/.test(typed)) return flawed("forms.bankAccountLength");
  const isCard = typed.startsWith("62") && typed.length >= 16 && typed.length <= 19;
  return isCard && !passesLuhn(typed) ? flawed("forms.bankAccountMistyped") : valid(typed);
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
