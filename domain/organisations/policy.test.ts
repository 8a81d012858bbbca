import { expect, test } from "vitest";
import { hindranceToBind } from "./policy";

const registered = { status: "inOperation", representative: "何建国", isRepresentative: true } as const;

test.each<[string, Partial<Parameters<typeof hindranceToBind>[0]>, string | undefined]>([
  ["whom the register names binds it", {}, undefined],
  ["written in full width too", { representative: " 何建国　" }, undefined],
  ["another does not", { isRepresentative: false }, "organisations.notRepresentative"],
  ["nor somebody whose number agrees but whose name does not", { representative: "何建" }, "organisations.notRepresentative"],
  ["nobody binds what has ceased to exist", { status: "cancelled" }, "organisations.cancelled"],
  ["nor what lost its licence", { status: "revoked" }, "organisations.licenceRevoked"],
  ["which is told before anything else", { status: "cancelled", isRepresentative: false }, "organisations.cancelled"],
])("%s", (_name, overrides, code) => expect(hindranceToBind({ ...registered, ...overrides }, "何建国")).toBe(code));
