import { describe, expect, it } from "vitest";
import type { RegisterAnswer } from "@/server/integrations/enterprise-registry/port";
import { judgeOrganisation, judgePerson, registersFor } from "./registers";

const found = (more: Partial<Extract<RegisterAnswer, { found: true }>> = {}): RegisterAnswer => ({
  found: true, uscc: "91440101MA00000001", name: "岭南小馆", address: null, status: "inOperation", establishedOn: null, representative: "陈", isRepresentative: false, ...more,
});

describe("what a register answered", () => {
  it.each([
    ["nobody under this code", { found: false } as const, "failed", "unknown"], ["in operation under this name", found(), "ok", "inOperation"], ["under another name", found({ name: "岭南大馆" }), "attention", "otherName"],
    ["revoked", found({ status: "revoked" }), "failed", "revoked"], ["cancelled, whatever its name", found({ status: "cancelled", name: "别的" }), "failed", "cancelled"],
  ])("about a legal person: %s", (_, answer, status, finding) => {
    expect(judgeOrganisation(answer, "岭南小馆")).toMatchObject({ status, result: { finding } });
  });

  it.each([["match", "ok"], ["noMatch", "failed"], ["dead", "failed"]] as const)("about a person: %s", (answer, status) => {
    expect(judgePerson(answer)).toEqual({ status, result: { finding: answer } });
  });

  it("is asked of those that know the applicant", () => {
    expect([registersFor({ organisationId: null }), registersFor({ organisationId: "o" })]).toEqual([["population"], ["population", "enterprise"]]);
  });
});
