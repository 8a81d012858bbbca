import { assuranceLevels, reaches, type AssuranceLevel, type Factor } from "@/domain/core/actor";

/** What a client may ask to be told about a person (OpenID Connect scopes). */
export const oidcScopes = ["openid", "profile", "phone", "organisation", "delegation"] as const;
export type OidcScope = (typeof oidcScopes)[number];

/** How a client proves who it is at the token endpoint. */
export const clientAuthMethods = ["private_key_jwt", "client_secret_basic"] as const;

export const idTokenAlgorithms = ["ES256", "RS256"] as const;
export type IdTokenAlgorithm = (typeof idTokenAlgorithms)[number];

/** What an authorization request asks of a person. */
export type Asked = {
  scopes: readonly OidcScope[];
  level: AssuranceLevel | undefined;
  /** They must have proven themselves at this instant or later. */
  provenSince: Date | undefined;
  consentAnew: boolean;
};

const words = (value: unknown) => (typeof value === "string" ? value.split(" ") : []);

/**
 * Reads what a request (OpenID Connect Core 3.1.2.1) asks. Levels are ordered: `acr_values` asks for the lowest level it
 * names, and a higher one serves. `prompt=login` and `max_age` (seconds) count from the instant of the request.
 */
export function askedBy(params: Record<string, unknown>, requestedAt: Date): Asked {
  const prompts = words(params["prompt"]);
  const maxAge = Number.parseInt(String(params["max_age"] ?? ""), 10);
  const age = prompts.includes("login") ? 0 : maxAge;
  return {
    scopes: oidcScopes.filter((scope) => words(params["scope"]).includes(scope)),
    level: assuranceLevels.find((level) => words(params["acr_values"]).includes(level)),
    provenSince: Number.isNaN(age) ? undefined : new Date(requestedAt.getTime() - age * 1000),
    consentAnew: prompts.includes("consent"),
  };
}

export type AuthorizationStep = "signIn" | "proveAgain" | "stepUp" | "consent" | "go";

/** Who is signed in, how far, since when, and whether a factor is still due. */
export type AskedPerson = { assuranceLevel: AssuranceLevel; provenAt: Date; factorDue: boolean };

/** What has to happen next before the client gets its answer. */
export function nextStep(asked: Asked, person: AskedPerson | undefined, consented: readonly OidcScope[]): AuthorizationStep {
  if (!person) return "signIn";
  if (person.factorDue || (asked.provenSince && person.provenAt < asked.provenSince)) return "proveAgain";
  if (asked.level && !reaches(person.assuranceLevel, asked.level)) return "stepUp";
  return asked.consentAnew || asked.scopes.some((scope) => !consented.includes(scope)) ? "consent" : "go";
}

const methods: Partial<Record<Factor, string>> = { password: "pwd", phoneCode: "sms", passkey: "pop", totp: "otp" };

/** The factors of a session as Authentication Method References (RFC 8176). */
export function methodsOf(factors: readonly Factor[]): string[] {
  const known = factors.flatMap((factor) => methods[factor] ?? []);
  return known.length > 1 ? [...known, "mfa"] : known;
}

/** The lower of two levels. */
export function lowerLevel(one: AssuranceLevel, other: AssuranceLevel): AssuranceLevel {
  return reaches(one, other) ? other : one;
}
