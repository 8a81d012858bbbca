import type { Day } from "@/domain/core/calendar";
import type { Expression } from "@/domain/core/expression/ast";
import { evaluate } from "@/domain/core/expression/evaluate";
import type { AnswerValue, CertificateSource, PrefillSource } from "../schema";

type Source<Owner extends string> = PrefillSource extends infer S ? (S extends `${Owner}.${infer Key}` ? Key : never) : never;

/** What is known of the applicant; `sex` is `male` or `female`, `birthOn` a day. */
export type FormProfile = Readonly<Partial<Record<Source<"profile">, string>>>;
/** What is known of the organisation acted for. */
export type FormOrganisation = Readonly<Partial<Record<Source<"organisation"> | "divisionCode", string>>>;

/** Where something that was looked up stands: a certificate by its name and day of issue, an application by its item and day of filing. */
export type Evidence = { name: string; on: Day };

/** What was looked up for an application when it was begun: lines of certificates, and earlier answers by field. */
export type Recalled = {
  certificates: Readonly<Partial<Record<CertificateSource, Evidence & { text: string }>>>;
  earlier: Readonly<Record<string, Evidence & { value: AnswerValue }>>;
};

/** What a form is filled in against. `files` maps the ids of the applicant's uploads to their names. */
export type FormContext = {
  today: Day;
  profile: FormProfile;
  situation: Readonly<Record<string, string>>;
  organisation?: FormOrganisation;
  recalled?: Recalled | undefined;
  files?: ReadonlyMap<string, string>;
  /** The proven names of those who may sign; absent, any name does. */
  signers?: readonly string[] | undefined;
};

/** The names an expression may use: answers by field id, `profile`, `situation` and `today`. */
export type Scope = Record<string, unknown>;

/** No condition always holds; a condition holds when it is true, not when it is merely something. */
export function holds(condition: Expression | undefined, scope: Scope): boolean {
  return condition === undefined || evaluate(condition, scope) === true;
}
