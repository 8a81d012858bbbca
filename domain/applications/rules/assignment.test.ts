import { describe, expect, test } from "vitest";
import type { RoutingContent } from "../schema/assignment";
import type { CaseStep } from "./steps";
import type { ApplicationFacts } from "../rules";
import { leastLoaded, openWork, presentFor, routeWork, type Candidate, type RoutingRule, type RoutingVerdict } from "./assignment";

const step = (key: string, kind: CaseStep["kind"], role: CaseStep["role"], over: Partial<CaseStep> = {}): CaseStep => ({ key, kind, role, status: "active", departmentId: null, claimedBy: null, ...over });
const facts = (over: Partial<ApplicationFacts>): ApplicationFacts => ({
  id: "a", serviceItemId: "item", applicantAccountId: "citizen", organisationId: null, departmentId: "here", divisionCode: "310101", status: "submitted", outcome: null,
  claimedBy: null, acceptedBy: null, separateDecider: true, takeBackUntil: null, suspendedFrom: null, extensionDays: 0, lapseProposedAt: null,
  steps: [], automatic: false, issuesCertificate: true, tolerated: [], proposals: [], hearing: null, ...over,
});
const review = step("review", "review", "reviewer");
const onSite = step("onSite", "review", "reviewer");
const fire = step("fire", "consult", "reviewer", { departmentId: "fire" });

describe("the work of a case that waits for somebody", () => {
  test.each<[string, Partial<ApplicationFacts>, [string | null, string, string][]]>([
    ["filed: a clerk", {}, [[null, "clerk", "here"]]],
    ["held: nothing", { claimedBy: "someone" }, []],
    ["waiting for the applicant: nothing", { status: "correction" }, []],
    ["with a lapse to confirm: a clerk", { status: "correction", lapseProposedAt: new Date(0) }, [[null, "clerk", "here"]]],
    ["standing still: nothing", { status: "suspended", steps: [review] }, []],
    ["accepted: whoever reviews", { status: "accepted", steps: [review] }, [[null, "reviewer", "here"]]],
    ["examined: whoever decides", { status: "inReview", steps: [step("decide", "decide", "approver")] }, [[null, "approver", "here"]]],
    ["two examinations at once: each by itself", { status: "inReview", steps: [review, onSite] }, [["review", "reviewer", "here"], ["onSite", "reviewer", "here"]]],
    ["one of them held: the other", { status: "inReview", steps: [{ ...review, claimedBy: "x" }, onSite] }, [["onSite", "reviewer", "here"]]],
    ["another department is asked too", { status: "accepted", steps: [review, fire] }, [[null, "reviewer", "here"], ["fire", "reviewer", "fire"]]],
    ["the case held, another department asked", { status: "inReview", claimedBy: "x", steps: [review, fire] }, [["fire", "reviewer", "fire"]]],
    ["approved: whoever issues", { status: "approved" }, [[null, "certificateOfficer", "here"]]],
    ["closed: nothing", { status: "closed" }, []],
  ])("%s", (_, over, expected) => {
    expect(openWork(facts(over)).map(({ step: key, role, departmentId }) => [key, role, departmentId])).toEqual(expected);
  });
});

describe("who stands in", () => {
  test.each<[string, [string, string][], string | undefined]>([
    ["oneself, when there", [["b", "c"]], "a"],
    ["the deputy", [["a", "b"]], "b"],
    ["the deputy's deputy", [["a", "b"], ["b", "c"]], "c"],
    ["nobody, in a ring of two", [["a", "b"], ["b", "a"]], undefined],
    ["nobody, in a ring further on", [["a", "b"], ["b", "c"], ["c", "b"]], undefined],
  ])("%s", (_, away, expected) => expect(presentFor("a", new Map(away))).toBe(expected));
});

const content = (over: Partial<RoutingContent> = {}): RoutingContent => ({ name: "规则", role: "clerk", items: [], divisionCode: "310000", target: { kind: "leastLoaded" }, ...over });
const rule = (id: string, over: Partial<RoutingContent> = {}, enabled = true): RoutingRule => ({ id, enabled, content: content(over) });
const person = (id: string, over: Partial<Candidate> = {}): Candidate => ({ id, holdsRole: true, mayTake: true, load: 0, ...over });
const filed = { work: { step: null, role: "clerk", departmentId: "here" } as const, serviceItemId: "item", divisionCode: "310101", scope: { floorArea: 120 } };
const route = (rules: RoutingRule[], people: Candidate[] = [person("p", { load: 2 }), person("q", { load: 1 })], away: [string, string][] = []) => routeWork(rules, filed, { people, away: new Map(away) });

describe("routing", () => {
  test.each<[string, Partial<RoutingContent>, RoutingVerdict, boolean?]>([
    ["gives by load", {}, "given"],
    ["passes over what is out of use", {}, "off", false],
    ["passes over another role", { role: "reviewer" }, "role"],
    ["passes over another item", { items: ["other"] }, "item"],
    ["takes one of several items", { items: ["other", "item"] }, "given"],
    ["passes over another division", { divisionCode: "310104" }, "division"],
    ["takes an answer", { when: "floorArea > 100" }, "given"],
    ["passes over another answer", { when: "floorArea > 200" }, "answer"],
    ["passes over an answer that is not there", { when: "seats > 2" }, "answer"],
    ["passes over what cannot be read", { when: "floorArea >" }, "answer"],
    ["passes over a condition that is no yes or no", { when: "floorArea" }, "answer"],
    ["ends at the pool", { target: { kind: "pool" } }, "pool"],
    ["gives to a person", { target: { kind: "person", accountId: "p" } }, "given"],
    ["passes over a person who may not", { target: { kind: "person", accountId: "z" } }, "personMayNot"],
  ])("%s", (_, over, verdict, enabled = true) => {
    expect(route([rule("r", over, enabled)]).tried).toMatchObject([{ verdict }]);
  });

  test("gives to whoever has least, whatever others come after", () => {
    expect(route([rule("one"), rule("two", { target: { kind: "pool" } })])).toMatchObject({ rule: { id: "one" }, given: { to: "q", load: 1 } });
  });

  test("asks the next rule where one finds nobody, and none after the pool", () => {
    const nobody = [person("p", { mayTake: false }), person("q", { holdsRole: false })];
    expect(route([rule("one"), rule("two", { target: { kind: "person", accountId: "q" } })], nobody)).toMatchObject({ rule: { id: "two" }, given: { to: "q" }, tried: [{ verdict: "nobodyFree" }, { verdict: "given" }] });
    expect(route([rule("one", { target: { kind: "pool" } }), rule("two")])).toMatchObject({ rule: { id: "one" }, given: undefined, tried: [{ verdict: "pool" }] });
  });

  test("gives to the deputy of whoever is away, whom load leaves out", () => {
    const toP = rule("r", { target: { kind: "person", accountId: "p" } });
    expect(route([toP], undefined, [["p", "q"]]).given).toEqual({ to: "q", insteadOf: "p" });
    expect(route([toP], [person("p"), person("q", { mayTake: false })], [["p", "q"]]).tried).toMatchObject([{ verdict: "personMayNot" }]);
    expect(route([rule("r")], undefined, [["q", "p"]]).given).toEqual({ to: "p", load: 2 });
  });

  test("tells between equals by their keys, so that it can be told beforehand", () => {
    expect(leastLoaded([person("c"), person("b"), person("a", { load: 1 })])?.id).toBe("b");
    expect(leastLoaded([])).toBeUndefined();
  });
});
