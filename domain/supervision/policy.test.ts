import { describe, expect, it } from "vitest";
import type { User } from "@/domain/core/actor";
import { hindersAnswer, hindersSupervision, rangesIn, supervises, worksIn } from "./policy";

const [bureau, office] = ["d1", "d2"];
const staff = (...posts: User["posts"]): User => ({ kind: "user", id: "u", name: "某", accountKind: "staff", assuranceLevel: "L4", sessionId: "s", factors: ["password"], authenticatedAt: new Date(0), posts });
const supervisor = staff({ role: "supervisor", departmentId: bureau, divisionCode: "440100" });
const clerk = staff({ role: "clerk", departmentId: bureau, divisionCode: "440104" });
const place = (departmentId: string, divisionCode: string) => ({ departmentId, divisionCode });

const range = (departmentId: string, low: string, high: string) => ({ departmentId, low, high });

describe("who supervises", () => {
  it.each([[place(bureau, "440100"), true], [place(bureau, "440104"), true], [place(bureau, "440000"), false], [place(bureau, "440200"), false], [place(office, "440104"), false]])("%j: %s", (where, expected) => expect(supervises(supervisor, where)).toBe(expected));
  it("is nobody of those who work there, and nobody for their own case", () => {
    expect([supervises(clerk, place(bureau, "440104")), worksIn(clerk, place(bureau, "440104")), worksIn(supervisor, place(bureau, "440104"))]).toEqual([false, true, false]);
    const own = { ...place(bureau, "440104"), applicantAccountId: "citizen" };
    expect(hindersSupervision({ ...supervisor, citizenAccountId: "citizen" }, own)).toBe("applications.ownCase");
    expect(hindersSupervision(clerk, own)).toBe("access.forbidden");
  });
  it.each([[null, clerk, undefined], ["u", clerk, undefined], ["someone", clerk, "access.forbidden"], [null, supervisor, "access.forbidden"]])("an urging to %s", (toAccountId, actor, expected) => expect(hindersAnswer(actor, { ...place(bureau, "440104"), toAccountId })).toBe(expected));
});

describe("where one supervises", () => {
  it.each([
    ["a country", [place(bureau, "000000")], {}, [range(bureau, "000000", "999999")]],
    ["a province", [place(bureau, "440000")], {}, [range(bureau, "440000", "449999")]],
    ["a province that ends in a nought", [place(bureau, "500000")], {}, [range(bureau, "500000", "509999")]],
    ["a city", [place(bureau, "440100")], {}, [range(bureau, "440100", "440199")]],
    ["a county", [place(bureau, "440104")], {}, [range(bureau, "440104", "440104")]],
    ["a city and a county in it: once", [place(bureau, "440104"), place(bureau, "440100"), place(bureau, "440100")], {}, [range(bureau, "440100", "440199")]],
    ["two departments", [place(bureau, "440104"), place(office, "440100")], {}, [range(bureau, "440104", "440104"), range(office, "440100", "440199")]],
    ["narrowed to a division within", [place(bureau, "440100")], { division: "440104" }, [range(bureau, "440104", "440104")]],
    ["asked for more than is theirs", [place(bureau, "440104")], { division: "440000" }, [range(bureau, "440104", "440104")]],
    ["asked for another's", [place(bureau, "440104")], { division: "440111" }, []],
    ["narrowed to another department", [place(bureau, "440104")], { department: office }, []],
  ])("%s", (_, posts, filters, expected) => expect(rangesIn(posts, filters)).toEqual(expected));
});
