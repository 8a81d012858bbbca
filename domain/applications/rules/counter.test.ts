import { describe, expect, test } from "vitest";
import type { Post, User } from "@/domain/core/actor";
import { fenOf, hindersIntake, isProven, refusesService, scannedItemCode, trustOfUpload, type CounterWindow } from "./counter";

const own: Post = { role: "clerk", departmentId: "office", divisionCode: "310101" };
const clerk = (posts: Post[], citizenAccountId?: string): User => ({
  kind: "user", id: "clerk", name: "周敏", accountKind: "staff", assuranceLevel: "L4", sessionId: "s", factors: [], authenticatedAt: new Date(0), posts, ...(citizenAccountId ? { citizenAccountId } : {}),
});
const place = { departmentId: "office", divisionCode: "310101", itemCode: "ITEM" };
const window: CounterWindow = { departmentId: "hall", divisionCode: "310101", serves: ["hall", "office"], itemCodes: [] };
const hall: Post = { ...own, departmentId: "hall" };

describe("who takes an application for an item", () => {
  test.each([
    ["a clerk of its department and division", clerk([own]), [], undefined],
    ["a clerk of the city above it", clerk([{ ...own, divisionCode: "310000" }]), [], undefined],
    ["a clerk of another division", clerk([{ ...own, divisionCode: "310104" }]), [], "applications.notServedHere"],
    ["a clerk of another department", clerk([hall]), [], "applications.notServedHere"],
    ["a reviewer of its department", clerk([{ ...own, role: "reviewer" }]), [], "applications.notServedHere"],
    ["a clerk of a one-stop window that serves its department", clerk([hall]), [window], undefined],
    ["a clerk of a window that serves this very item", clerk([hall]), [{ ...window, itemCodes: ["ITEM"] }], undefined],
    ["a clerk of a window that serves other items of it", clerk([hall]), [{ ...window, itemCodes: ["OTHER"] }], "applications.notServedHere"],
    ["a clerk of a window that serves other departments", clerk([hall]), [{ ...window, serves: ["hall"] }], "applications.notServedHere"],
    ["a clerk of the hall in another division than the window", clerk([{ ...hall, divisionCode: "310104" }]), [window], "applications.notServedHere"],
  ] as const)("%s", (_who, actor, windows, expected) => {
    expect(hindersIntake(actor, place, { concerns: ["citizen"] }, windows)).toBe(expected);
  });

  test.each([
    ["themselves", { concerns: ["mine"] }],
    ["somebody who acts for them", { concerns: ["helper", "mine"] }],
    ["an organisation they act for in private", { concerns: ["agent"], organisationId: "firm", clerksOrganisations: ["firm"] }],
  ])("no clerk for %s", (_who, served) => {
    expect(hindersIntake(clerk([own], "mine"), place, served, [])).toBe("applications.ownCase");
  });
});

const now = new Date("2026-03-02T01:00:00Z");
const reception = { method: "manual" as const, decision: null, endedAt: null, expiresAt: new Date("2026-03-02T03:00:00Z") };

test.each([
  ["read by the machine", { ...reception, method: "reader" as const }, undefined],
  ["typed and confirmed", { ...reception, decision: "confirmed" as const }, undefined],
  ["typed, nobody looked", reception, "applications.identityUnproven"],
  ["typed and refused", { ...reception, decision: "refused" as const }, "applications.identityUnproven"],
  ["ended", { ...reception, decision: "confirmed" as const, endedAt: now }, "applications.receptionOver"],
  ["past its time", { ...reception, decision: "confirmed" as const, expiresAt: now }, "applications.receptionOver"],
])("a reception that was %s", (_how, row, expected) => {
  expect(refusesService(row, now)).toBe(expected);
  expect(isProven(row)).toBe(row.method === "reader" || row.decision === "confirmed");
});

test.each([["applicant", "D"], ["government", "C"], ["other", "C"], [undefined, "C"]] as const)("an upload of a material from %s is believed at %s", (source, level) => {
  expect(trustOfUpload(source && { source })).toBe(level);
});

const code = "11440104MB2C92345N3440104001001001".slice(0, 33);
test.each([
  ["the code itself", code, code],
  ["in small letters, with a blank", ` ${code.toLowerCase()} `, code],
  ["the address of its guide", `https://example.org/items/${code}?from=qr`, code],
  ["the address in English", `https://example.org/en/items/${code}`, code],
  ["words", "居住证", undefined],
  ["a longer number", `${code}0`, undefined],
])("a scanner types %s", (_what, text, expected) => {
  expect(scannedItemCode(text)).toBe(expected);
});

test.each([
  ["10", 1000], ["10.5", 1050], ["10.05", 1005], ["￥1,234.56", 123_456], ["１２", 1200], ["0.01", 1],
  ["0", undefined], ["", undefined], ["1.234", undefined], ["-5", undefined], ["abc", undefined], ["12345678", undefined],
])("%s yuan is %s fen", (text, fen) => {
  expect(fenOf(text)).toBe(fen);
});
