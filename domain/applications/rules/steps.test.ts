import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Ordered } from "@/domain/items/rules/process";
import type { StepKind } from "@/domain/items/schema/process";
import { complete, completeKinds, decide, finish, planSteps, sendBack, type StepState } from "./steps";

const step = (key: string, kind: StepKind, after?: string[]): Ordered => ({ key, kind, ...(after ? { after } : {}) });
const always = () => true;
const drawn = (states: readonly StepState[]) => states.map(({ key, status }) => `${key} ${status}`).join(", ");

/** Intake, a review and an opinion of another department side by side, a second review after the first, the decision. */
const branched = [step("accept", "accept"), step("review", "review"), step("consult", "consult", []), step("site", "review", ["review"]), step("decide", "decide"), step("make", "certificate"), step("hand", "deliver")];

describe("the steps of a case", () => {
  test("begin with the intake, whatever else waits for nothing", () => {
    expect(drawn(planSteps(branched, always))).toBe("accept active, review pending, consult pending, site pending, decide pending, make pending, hand pending");
  });

  test("branch after it and join before the decision", () => {
    const accepted = completeKinds(branched, planSteps(branched, always), ["accept"]);
    expect(drawn(accepted)).toBe("accept done, review active, consult active, site pending, decide pending, make pending, hand pending");
    const reviewed = complete(branched, complete(branched, accepted, ["review"]), ["site"]);
    expect(drawn(reviewed)).toBe("accept done, review done, consult active, site done, decide pending, make pending, hand pending");
    expect(drawn(complete(branched, reviewed, ["consult"]))).toContain("decide active");
  });

  test("a step that its condition leaves out holds nobody up", () => {
    const states = completeKinds(branched, planSteps(branched, ({ key }) => key !== "review"), ["accept"]);
    expect(drawn(states)).toBe("accept done, review skipped, consult active, site active, decide pending, make pending, hand pending");
  });

  test("of an item without an order of its own follow one another", () => {
    const plain = [step("accept", "accept"), step("first", "review"), step("second", "review"), step("decide", "decide")];
    expect(drawn(completeKinds(plain, planSteps(plain, always), ["accept"]))).toBe("accept done, first active, second pending, decide pending");
    expect(drawn(planSteps([step("decide", "decide")], always))).toBe("decide active");
  });

  test("nothing examines after the decision, though an older process was written so", () => {
    const odd = [step("decide", "decide"), step("review", "review"), step("accept", "accept")];
    const accepted = completeKinds(odd, planSteps(odd, always), ["accept"]);
    expect(drawn(accepted)).toBe("decide pending, review active, accept done");
  });

  test("an approval leads to the certificate, a rejection past it, and the end leaves nothing open", () => {
    const before = branched.map(({ key, kind }): StepState => ({ key, status: kind === "decide" ? "active" : kind === "certificate" || kind === "deliver" ? "pending" : "done" }));
    expect(drawn(decide(branched, before, "approved"))).toContain("decide done, make active, hand pending");
    expect(drawn(decide(branched, before, "rejected"))).toContain("decide done, make skipped, hand active");
    expect(drawn(finish(decide(branched, before, "approved")))).toContain("make done, hand skipped");
  });

  test("sent back, a step and all that waits for it come again, and the branch beside it stays", () => {
    const before = branched.map(({ key, kind }): StepState => ({ key, status: kind === "decide" ? "active" : kind === "certificate" || kind === "deliver" ? "pending" : "done" }));
    expect(drawn(sendBack(branched, before, "review"))).toContain("accept done, review active, consult done, site pending, decide pending");
    expect(drawn(sendBack(branched, before, "consult"))).toContain("review done, consult active, site done, decide pending");
  });

  test("what is not open is not finished", () => {
    const states = planSteps(branched, always);
    expect(complete(branched, states, ["decide"])).toEqual(states);
  });
});

/** A process of any shape: each examination comes after some of those before it, after nothing, or after the one before it. */
const anyProcess = fc.array(fc.record({ consult: fc.boolean(), after: fc.option(fc.array(fc.nat(9), { maxLength: 4 }), { nil: undefined }) }), { maxLength: 9 }).map((middle) => {
  const examinations = middle.map(({ consult, after }, at) => step(`s${at}`, consult ? "consult" : "review", after && [...new Set(after.filter((other) => other < at).map((other) => `s${other}`))]));
  return [step("accept", "accept"), ...examinations, step("decide", "decide"), step("make", "certificate")];
});

/** The smallest model there is: sets of keys, and for each step the set it waits for. */
class Model {
  readonly waits = new Map<string, Set<string>>();
  readonly done = new Set<string>();
  constructor(readonly process: readonly Ordered[], readonly skipped: ReadonlySet<string>) {
    const examined = process.filter(({ kind }) => kind === "review" || kind === "consult");
    process.forEach((one, at) => {
      const named = (one.after ?? [process[at - 1]?.key ?? ""]).filter((key) => examined.some((other) => other.key === key));
      const all = examined.map(({ key }) => key);
      this.waits.set(one.key, new Set(one.kind === "accept" ? [] : one.kind === "decide" ? ["accept", ...all] : one.kind === "certificate" ? ["accept", ...all, "decide"] : ["accept", ...named]));
    });
  }
  isOpen(key: string): boolean {
    return !this.skipped.has(key) && !this.done.has(key) && [...(this.waits.get(key) ?? [])].every((other) => this.skipped.has(other) || this.done.has(other));
  }
  sendBack(key: string): void {
    const gone = new Set([key]);
    for (let size = 0; size < gone.size;) {
      size = gone.size;
      for (const [next, waits] of this.waits) if ([...waits].some((other) => gone.has(other))) gone.add(next);
    }
    for (const one of gone) this.done.delete(one);
  }
}

describe("any process, any order of acts", () => {
  const acts = fc.array(fc.tuple(fc.boolean(), fc.nat(20)), { maxLength: 40 });

  it("agrees with the model, joins wait for all their branches, and nobody is ever stuck", () => {
    fc.assert(fc.property(anyProcess, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), acts, (process, left, moves) => {
      const skipped = new Set(process.filter(({ kind }, at) => (kind === "review" || kind === "consult") && left[at]).map(({ key }) => key));
      const model = new Model(process, skipped);
      let states = planSteps(process, ({ key }) => !skipped.has(key));
      let decisions = 0;
      const agree = () => {
        for (const { key, status } of states) {
          expect([key, status]).toEqual([key, skipped.has(key) ? "skipped" : model.done.has(key) ? "done" : model.isOpen(key) ? "active" : "pending"]);
        }
      };
      agree();
      for (const [back, pick] of moves) {
        const decided = model.done.has("decide");
        const examined = states.filter(({ key, status }) => key.startsWith("s") && status === "done");
        const open = states.filter(({ status }) => status === "active");
        const chosen = back && !decided ? examined[pick % Math.max(1, examined.length)] : open[pick % Math.max(1, open.length)];
        if (!chosen) continue;
        if (back && !decided) {
          states = sendBack(process, states, chosen.key);
          model.sendBack(chosen.key);
        } else if (chosen.key === "decide") {
          states = decide(process, states, "approved");
          model.done.add("decide");
          decisions += 1;
        } else {
          states = complete(process, states, [chosen.key]);
          model.done.add(chosen.key);
        }
        agree();
        if (!states.every(({ status }) => status === "done" || status === "skipped")) expect(states.some(({ status }) => status === "active")).toBe(true);
      }
      expect(decisions).toBeLessThanOrEqual(1);
    }), { numRuns: 400 });
  });

  it("comes to its decision by finishing whatever is open, in whatever order", () => {
    fc.assert(fc.property(anyProcess, fc.infiniteStream(fc.nat(20)), (process, picks) => {
      let states = planSteps(process, always);
      for (let round = 0; round < process.length && !states.some(({ key, status }) => key === "decide" && status === "active"); round += 1) {
        const open = states.filter(({ status }) => status === "active");
        states = complete(process, states, [open[picks.next().value % open.length]?.key ?? ""]);
      }
      expect(states.find(({ key }) => key === "decide")).toEqual({ key: "decide", status: "active" });
      expect(states.filter(({ key }) => key.startsWith("s")).every(({ status }) => status === "done")).toBe(true);
    }), { numRuns: 200 });
  });
});
