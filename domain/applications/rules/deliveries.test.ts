import { describe, expect, test } from "vitest";
import { deliveryStates } from "../schema/deliveries";
import { canChooseDelivery, deliveryActs, isDeliverable, moveDelivery, refuseProof } from "./deliveries";

describe("a paper on its way", () => {
  test.each([
    ["post", "chosen", ["choose", "prepare"]], ["post", "prepared", ["send"]], ["post", "sent", ["return", "confirm"]], ["post", "returned", ["choose"]], ["post", "delivered", []],
    ["pickUp", "prepared", ["ready"]], ["pickUp", "ready", ["return", "confirm"]],
  ] as const)("%s, %s: %j", (way, state, acts) => {
    expect(deliveryActs({ way, state })).toEqual(acts);
  });
  test("once delivered stays so", () => {
    for (const state of deliveryStates) expect(moveDelivery({ way: "post", state }, "confirm") === "delivered").toBe(state === "sent" || state === "ready");
  });
});

test("what is due can be delivered: a certificate once made, a decision without one, a rejection", () => {
  expect(isDeliverable({ status: "delivering", issuesCertificate: true })).toBe(true);
  expect(isDeliverable({ status: "approved", issuesCertificate: true })).toBe(false);
  expect(isDeliverable({ status: "approved", issuesCertificate: false })).toBe(true);
  expect(isDeliverable({ status: "rejected", issuesCertificate: true })).toBe(true);
  expect(canChooseDelivery({ status: "draft" })).toBe(false);
  expect(canChooseDelivery({ status: "submitted" })).toBe(true);
  expect(canChooseDelivery({ status: "closed" })).toBe(false);
});

describe("proof", () => {
  const at = { way: "pickUp", proof: "signature", codeRight: true, documentChecked: false, hasFile: true } as const;
  test.each([
    ["a signature at the window, with the code", at, undefined],
    ["a signature, the document looked at instead", { ...at, codeRight: false, documentChecked: true }, undefined],
    ["neither code nor document", { ...at, codeRight: false }, "deliveries.codeWrong"],
    ["a signature that is not there", { ...at, hasFile: false }, "deliveries.proofMissing"],
    ["the carrier's word at a window", { ...at, proof: "carrier" as const }, "deliveries.proofOfPost"],
    ["the carrier's word by post", { ...at, way: "post" as const, proof: "carrier" as const, codeRight: false, hasFile: false }, undefined],
    ["a signed paper by post that was not scanned", { ...at, way: "post" as const, proof: "paper" as const, hasFile: false }, "deliveries.proofMissing"],
  ])("%s", (_what, handing, code) => {
    expect(refuseProof(handing)).toBe(code);
  });
});
