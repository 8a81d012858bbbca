import { describe, expect, test } from "vitest";
import { askedBy, methodsOf, nextStep, type Asked, type AskedPerson } from "./authorization";
import { isClientAddress } from "./clients";

const at = new Date("2026-03-02T01:00:00Z");
const before = (seconds: number) => new Date(at.getTime() - seconds * 1000);

describe("what a request asks", () => {
  test.each<[Record<string, unknown>, Partial<Asked>]>([
    [{ scope: "openid email profile" }, { scopes: ["openid", "profile"], level: undefined, provenSince: undefined, consentAnew: false }],
    [{ scope: "openid", acr_values: "L3 L2 gold" }, { level: "L2" }],
    [{ scope: "openid", max_age: "60" }, { provenSince: before(60) }],
    [{ scope: "openid", prompt: "login consent", max_age: "60" }, { provenSince: at, consentAnew: true }],
    [{ max_age: "soon" }, { scopes: [], provenSince: undefined }],
  ])("%o", (params, asked) => expect(askedBy(params, at)).toMatchObject(asked));
});

describe("what comes next", () => {
  const asked: Asked = { scopes: ["openid", "profile"], level: "L2", provenSince: before(60), consentAnew: false };
  const person: AskedPerson = { assuranceLevel: "L3", provenAt: before(30), factorDue: false };
  test.each<[string, Partial<Asked>, AskedPerson | undefined, ("openid" | "profile")[], string]>([
    ["nobody is signed in", {}, undefined, ["openid", "profile"], "signIn"],
    ["the proof is too old", {}, { ...person, provenAt: before(61) }, ["openid", "profile"], "proveAgain"],
    ["a factor is due", {}, { ...person, factorDue: true }, ["openid", "profile"], "proveAgain"],
    ["the level is too low", {}, { ...person, assuranceLevel: "L1" }, ["openid", "profile"], "stepUp"],
    ["something is not agreed to yet", {}, person, ["openid"], "consent"],
    ["consent is wanted anew", { consentAnew: true }, person, ["openid", "profile"], "consent"],
    ["nothing is missing", {}, person, ["openid", "profile"], "go"],
  ])("%s", (_why, more, someone, consented, step) => expect(nextStep({ ...asked, ...more }, someone, consented)).toBe(step));
});

test.each([[["password"], ["pwd"]], [["password", "totp"], ["pwd", "otp", "mfa"]], [["provider"], []]] as const)("%o are told as %o", (factors, methods) => expect(methodsOf(factors)).toEqual(methods));

test.each([
  ["https://a.example/callback", true], ["http://localhost:3000/c", true], ["http://a.example/c", false], ["https://a.example/#x", false],
  ["https://user:pass@a.example/", false], ["javascript:alert(1)", false], ["callback", false],
])("a client may register %s: %s", (address, allowed) => expect(isClientAddress(address)).toBe(allowed));
