import { normaliseText } from "@/domain/core/codes";
import { withoutEndMark } from "@/domain/core/dictation";
import { isSameName } from "@/domain/core/names";
import type { Field } from "../schema";
import { empty, flawed, lengthOf, one, valid, type Input, type Reading } from "./reading";

const SHORT_TEXT = 200;
const LONG_TEXT = 2000;
const LONGEST_NAME = 50;
/** Letters of any script, the dots of transliterated names, and private-use characters old registers still hold. */
const NAME = /^[\p{L}\p{M}\p{Co}·.'\- ]*[\p{L}\p{Co}][\p{L}\p{M}\p{Co}·.'\- ]*$/u;

export function readText(field: Extract<Field, { type: "text" }>, { raw, name }: Input): Reading {
  const text = normaliseText(one(raw, name));
  if (text === "") return empty;
  if (lengthOf(text) < (field.minLength ?? 0)) return flawed("forms.tooShort", { min: field.minLength ?? 0 });
  return withinLength(text, field.maxLength ?? SHORT_TEXT);
}

/** Line breaks and blanks inside are the writer's own; only the ends are trimmed. */
export function readLongText(field: Extract<Field, { type: "longText" }>, { raw, name }: Input): Reading {
  const text = one(raw, name).replace(/\r\n?/g, "\n").trim();
  return text === "" ? empty : withinLength(text, field.maxLength ?? LONG_TEXT);
}

function withinLength(text: string, max: number): Reading {
  return lengthOf(text) > max ? flawed("forms.tooLong", { max }) : valid(text);
}

export function readPersonName(input: Pick<Input, "raw" | "name">): Reading {
  const name = personName(one(input.raw, input.name));
  if (name === "") return empty;
  if (lengthOf(name) > LONGEST_NAME) return flawed("forms.tooLong", { max: LONGEST_NAME });
  return NAME.test(name) ? valid(name) : flawed("forms.personName");
}

/** The many dots keyboards give between the parts of a name all become the one of the ID card. */
function personName(text: string): string {
  return normaliseText(withoutEndMark(text)).replace(/ ?[•・‧∙．·] ?/g, "·");
}

/** Nobody signs in another name than that of whoever fills in or files. */
export function readSignature({ raw, name, today, previous, signers }: Input): Reading {
  const reading = readPersonName({ raw, name: `${name}.name` });
  if (reading.flaws.length > 0) return reading;
  const signed = reading.value;
  if (typeof signed === "string" && signers?.every((signer) => !isSameName(signer, signed))) return flawed("forms.signerDiffers");
  const agreed = one(raw, `${name}.agree`) !== "";
  if (typeof signed !== "string") return agreed ? flawed("forms.signRequired") : empty;
  if (!agreed) return flawed("forms.agreeRequired", {}, "agree");
  return valid({ name: signed, signedOn: signedBefore(previous, signed) ?? today });
}

/** Sending an unchanged page again does not sign anew. */
function signedBefore(previous: Input["previous"], name: string): string | undefined {
  if (typeof previous !== "object" || previous === null || Array.isArray(previous)) return undefined;
  return previous["name"] === name && typeof previous["signedOn"] === "string" ? previous["signedOn"] : undefined;
}
