/** Numbers and codes: parse what people type, make what the office issues, mask what others may see. "Valid" means "well-formed". */
import type { Day } from "./calendar";
import { isDay } from "./days";
import { heardDigits } from "./dictation";
import { DomainError } from "./errors";

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// --- Normalising -----------------------------------------------------------

const FULL_WIDTH_LETTERS = /[０-９Ａ-Ｚａ-ｚ]/g;
const FULL_WIDTH_ASCII = /[！-～]/g;
export const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF]/g;
const SEPARATORS = /[\s\-\u2010-\u2015\u2212\u30FC。、]/g;

const toHalfWidth = (character: string) => String.fromCharCode(character.charCodeAt(0) - 0xfee0);

/** Trims, collapses blanks and makes full-width digits and Latin letters narrow. Chinese text and its punctuation stay. */
export function normaliseText(input: string): string {
  return input.replace(INVISIBLE, "").replace(FULL_WIDTH_LETTERS, toHalfWidth).replace(/\s+/g, " ").trim();
}

/** The bare form of a code as typed or dictated: narrow, Chinese digits in figures, upper case, without blanks, dashes and full-width marks. */
export function normaliseCode(input: string): string {
  return heardDigits(input).replace(INVISIBLE, "").replace(FULL_WIDTH_ASCII, toHalfWidth).replace(SEPARATORS, "").toUpperCase();
}

// --- ISO 7064 MOD 37,36 ----------------------------------------------------

/** Check character of a text of `[0-9A-Z]` (ISO 7064 hybrid MOD 37,36; GB/T 17710); undefined for any other character. */
export function checkCharacter(text: string): string | undefined {
  let product = 36;
  for (const character of text) {
    const value = ALPHANUMERIC.indexOf(character);
    if (value < 0) return undefined;
    product = (((product + value) % 36 || 36) * 2) % 37;
  }
  return ALPHANUMERIC[(37 - product) % 36];
}

// --- Application numbers ---------------------------------------------------

const APPLICATION_NUMBER = /^(\d{6})(\d{8})(\d{6})([0-9A-Z])$/;

/**
 * An application number: 6 division + YYYYMMDD + 6 daily sequence + check character, 21 characters.
 * @throws applications.numberPartsInvalid
 */
export function makeApplicationNumber(parts: { divisionCode: string; day: Day; sequence: number }): string {
  const body = `${parts.divisionCode}${parts.day.replaceAll("-", "")}${padded(parts.sequence, 6)}`;
  const number = parseApplicationNumber(`${body}${checkCharacter(body) ?? ""}`);
  if (!number || !isDay(parts.day)) throw new DomainError("invalid", "applications.numberPartsInvalid", parts);
  return number;
}

/** The 21 characters of a typed application number (dashes, blanks, full width, lower case accepted), or undefined. */
export function parseApplicationNumber(input: string): string | undefined {
  const number = normaliseCode(input);
  const [, , compactDay, , check] = APPLICATION_NUMBER.exec(number) ?? [];
  if (!compactDay || !dayOf(compactDay)) return undefined;
  return checkCharacter(number.slice(0, -1)) === check ? number : undefined;
}

/** For display: 310101-20260901-000123-K. */
export function formatApplicationNumber(number: string): string {
  return [number.slice(0, 6), number.slice(6, 14), number.slice(14, 20), number.slice(20)].join("-");
}

// --- Citizen ID (GB 11643) -------------------------------------------------

const CITIZEN_ID = /^(\d{6})(\d{8})(\d{3})[\dX]$/;
const CITIZEN_ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export type CitizenId = { number: string; divisionCode: string; birthOn: Day; sex: "female" | "male" };

/**
 * Parses a citizen ID (GB 11643, MOD 11-2): full width, blanks and a lower-case x are accepted, the birth date must be
 * real and, when `today` is given, not in the future. The area is never judged: old cards keep abolished codes.
 * Fifteen-digit numbers, withdrawn in 2013, are refused.
 */
export function parseCitizenId(input: string, today?: Day): CitizenId | undefined {
  const number = normaliseCode(input);
  const [, divisionCode, compactDay, order] = CITIZEN_ID.exec(number) ?? [];
  if (!divisionCode || !compactDay || !order || citizenIdCheck(number) !== number[17]) return undefined;
  const birthOn = dayOf(compactDay);
  if (!birthOn || (today !== undefined && birthOn > today)) return undefined;
  return { number, divisionCode, birthOn, sex: Number(order) % 2 === 1 ? "male" : "female" };
}

/**
 * A well-formed citizen ID for demonstration data; an odd order number is male, an even one female.
 * @throws identity.citizenIdPartsInvalid
 */
export function makeCitizenId(parts: { divisionCode: string; birthOn: Day; order: number }): string {
  const body = `${parts.divisionCode}${parts.birthOn.replaceAll("-", "")}${padded(parts.order, 3)}`;
  const id = parseCitizenId(`${body}${citizenIdCheck(body)}`);
  if (!id || id.birthOn !== parts.birthOn) throw new DomainError("invalid", "identity.citizenIdPartsInvalid", parts);
  return id.number;
}

function citizenIdCheck(number: string): string {
  const sum = CITIZEN_ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return "10X98765432"[sum % 11] ?? "";
}

// --- Unified social credit code (GB 32100) ---------------------------------

const USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;
const ORGANISATION_CODE_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

export type Uscc = { number: string; registrantType: string; divisionCode: string; organisationCode: string };

/** Parses a unified social credit code (GB 32100, MOD 31); full width, blanks, dashes and lower case are accepted. */
export function parseUscc(input: string): Uscc | undefined {
  const number = normaliseCode(input);
  if (!USCC.test(number) || usccCheck(number) !== number[17]) return undefined;
  return { number, registrantType: number.slice(0, 2), divisionCode: number.slice(2, 8), organisationCode: number.slice(8, 17) };
}

/**
 * A well-formed credit code for demonstration data: both check characters (GB 11714 and GB 32100) are computed.
 * @throws organisations.usccPartsInvalid
 */
export function makeUscc(parts: { registrantType: string; divisionCode: string; organisationBody: string }): string {
  const sum = ORGANISATION_CODE_WEIGHTS.reduce((total, weight, index) => total + weight * ALPHANUMERIC.indexOf(parts.organisationBody[index] ?? ""), 0);
  const body = `${parts.registrantType}${parts.divisionCode}${parts.organisationBody}${"0X987654321"[sum % 11] ?? ""}`;
  const uscc = parseUscc(`${body}${usccCheck(body)}`);
  if (!uscc) throw new DomainError("invalid", "organisations.usccPartsInvalid", parts);
  return uscc.number;
}

function usccCheck(number: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of number.slice(0, 17)) {
    sum += weight * USCC_CHARACTERS.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return USCC_CHARACTERS[(31 - (sum % 31)) % 31] ?? "";
}

// --- Service item codes ----------------------------------------------------

const BASIC_CODE = /^(\d{2})(\d{2})([0-9A-Z]{5})([0-9A-Z]{3})$/;
const ITEM_CODE = /^([0-9A-Z]{18})(\d)([0-9A-Z]{12})(\d{2})?$/;
const LEVELS = "123456";

export type BasicCode = { code: string; divisionPrefix: string; itemType: string; main: string; sub: string };
export type ItemCodeWarning = "usccCheckFailed" | "levelUnknown" | "basicCodeMalformed";
export type ItemCode = {
  kind: "implementation" | "handling";
  code: string;
  uscc: string;
  level: string;
  basicCode: string;
  sequence?: string;
  warnings: ItemCodeWarning[];
};

/** Parses a 基本编码: 2 division + 2 item type + 5 main item + 3 sub-item. */
export function parseBasicCode(input: string): BasicCode | undefined {
  const code = normaliseCode(input);
  const [, divisionPrefix, itemType, main, sub] = BASIC_CODE.exec(code) ?? [];
  return divisionPrefix && itemType && main && sub ? { code, divisionPrefix, itemType, main, sub } : undefined;
}

/**
 * Parses an item code by its length: 31 is an 实施编码, 33 a 业务办理项编码; undefined when it has neither shape.
 * What published codes are known to get wrong comes back as warnings, so that an importer can tell and need not drop.
 */
export function parseItemCode(input: string): ItemCode | undefined {
  const code = normaliseCode(input);
  const [, uscc, level, basicCode, sequence] = ITEM_CODE.exec(code) ?? [];
  if (!uscc || !level || !basicCode) return undefined;
  const warnings: ItemCodeWarning[] = [];
  if (!parseUscc(uscc)) warnings.push("usccCheckFailed");
  if (!LEVELS.includes(level)) warnings.push("levelUnknown");
  if (!parseBasicCode(basicCode)) warnings.push("basicCodeMalformed");
  const parts = { code, uscc, level, basicCode, warnings };
  return sequence ? { kind: "handling", ...parts, sequence } : { kind: "implementation", ...parts };
}

/**
 * A 基本编码; main and sub are padded with zeros to 5 and 3 characters, sub `0` means no sub-item.
 * @throws items.codePartsInvalid
 */
export function makeBasicCode(parts: { divisionPrefix: string; itemType: string; main: string | number; sub: string | number }): string {
  const basic = parseBasicCode(`${parts.divisionPrefix}${parts.itemType}${padded(parts.main, 5)}${padded(parts.sub, 3)}`);
  if (!basic) throw new DomainError("invalid", "items.codePartsInvalid", parts);
  return basic.code;
}

/** An 实施编码 from well-formed parts only. @throws items.codePartsInvalid */
export function makeImplementationCode(parts: { uscc: string; level: string; basicCode: string }): string {
  return flawlessItemCode(`${parts.uscc}${parts.level}${parts.basicCode}`, "implementation");
}

/** A 业务办理项编码: an 实施编码 and a sequence from 1 to 99. @throws items.codePartsInvalid */
export function makeHandlingCode(parts: { implementationCode: string; sequence: number }): string {
  if (parts.sequence < 1) throw new DomainError("invalid", "items.codePartsInvalid", parts);
  return flawlessItemCode(`${parts.implementationCode}${padded(parts.sequence, 2)}`, "handling");
}

function flawlessItemCode(text: string, kind: ItemCode["kind"]): string {
  const item = parseItemCode(text);
  if (item?.kind !== kind || item.warnings.length > 0) throw new DomainError("invalid", "items.codePartsInvalid", { code: text });
  return item.code;
}

// --- Certificate identifiers (GB/T 36904) ----------------------------------

const CERTIFICATE_ROOT = "1.2.156.3005.2";
// Some issuers in circulation are given as an area code instead of a credit code.
const CERTIFICATE_IDENTIFIER = /^1\.2\.156\.3005\.2\.([0-9A-Z]{18}\d{3})\.([0-9A-Z]{18}|\d{6,12})\.([0-9A-Z]{1,32})\.(\d{3})\.([0-9A-Z])$/;

export type CertificateIdentifier = { identifier: string; typeCode: string; issuer: string; serial: string; version: number };

/**
 * A certificate identifier: root, type (credit code of the defining organ + 3 digits), issuer, serial (1 to 32 of
 * `[0-9A-Z]`), version (1 to 999, one more on each reissue), check character (MOD 37,36 over the four segments).
 * @throws certificates.identifierPartsInvalid
 */
export function makeCertificateIdentifier(parts: { typeCode: string; issuerUscc: string; serial: string; version: number }): string {
  const segments = [parts.typeCode, parts.issuerUscc, parts.serial, padded(parts.version, 3)];
  const identifier = [CERTIFICATE_ROOT, ...segments, checkCharacter(segments.join("")) ?? ""].join(".");
  const wellFormed = parseCertificateIdentifier(identifier)?.identifier === identifier && parts.version >= 1;
  if (!wellFormed || !parseUscc(parts.issuerUscc) || !parseUscc(parts.typeCode.slice(0, 18))) {
    throw new DomainError("invalid", "certificates.identifierPartsInvalid", parts);
  }
  return identifier;
}

/** The parts of a typed certificate identifier whose check character is right, or undefined. */
export function parseCertificateIdentifier(input: string): CertificateIdentifier | undefined {
  const identifier = normaliseCode(input);
  const [, typeCode, issuer, serial, version, check] = CERTIFICATE_IDENTIFIER.exec(identifier) ?? [];
  if (!typeCode || !issuer || !serial || !version) return undefined;
  if (checkCharacter(`${typeCode}${issuer}${serial}${version}`) !== check) return undefined;
  return { identifier, typeCode, issuer, serial, version: Number(version) };
}

// --- Phones ----------------------------------------------------------------

/** The 11 digits of a mainland mobile number (+86, blanks, dashes, full width accepted), or undefined. */
export function parsePhone(input: string): string | undefined {
  return /^(?:(?:\+|00)?86)?(1[3-9]\d{9})$/.exec(normaliseCode(input))?.[1];
}

// --- E-mail ----------------------------------------------------------------

const mailbox = /^[\w!#$%&'*+/=?^`{|}~-]{1,64}(?:\.[\w!#$%&'*+/=?^`{|}~-]{1,64})*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/i;

/** One e-mail address (RFC 5321, unquoted, ASCII; full width accepted), or undefined; never a list, a name or a second line. */
export function parseEmail(input: string): string | undefined {
  const address = input.normalize("NFKC").trim();
  return address.length <= 254 && address.lastIndexOf("@") <= 64 && mailbox.test(address) ? address : undefined;
}

// --- Masking ---------------------------------------------------------------

/** 110101********001X */
export function maskCitizenId(number: string): string {
  return keepEnds(number, 6, 4);
}

/** 138****5678 */
export function maskPhone(number: string): string {
  return keepEnds(number, 3, 4);
}

/** z*******@example.com: the server is shown, it says little of its owner. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  return `${keepEnds(address.slice(0, at), 1, 0)}${address.slice(at)}`;
}

/** 张*, 欧**: the first character stays; a name of one character is hidden. */
export function maskName(name: string): string {
  return keepEnds(name, 1, 0);
}

/** Values too short to hide anything between the ends are hidden whole. */
function keepEnds(value: string, head: number, tail: number): string {
  const characters = [...value];
  if (characters.length <= head + tail) return "*".repeat(characters.length);
  const hidden = "*".repeat(characters.length - head - tail);
  return [...characters.slice(0, head), hidden, ...characters.slice(characters.length - tail)].join("");
}

// --- Shared ----------------------------------------------------------------

const padded = (value: string | number, length: number) => String(value).padStart(length, "0");

function dayOf(compact: string): Day | undefined {
  const day = `${compact.slice(0, 4)}-${compact.slice(4, 6)}-${compact.slice(6)}`;
  return isDay(day) ? day : undefined;
}
