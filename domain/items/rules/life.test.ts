import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterAct, afterEnd, afterHour, endHindrance, lifeActs, lifeHindrance, type Life, type LifeAct } from "./life";

/**
 * The same life told anew as a regulation would tell it: flags instead of states. Whatever happens in whatever order, the
 * rules allow what this allows and end where this ends.
 */
type Model = { shown: boolean; paused: boolean; over: boolean; ends: boolean; paper: "none" | "desk" | "publisher" | "clock" };

const may: Record<LifeAct, (model: Model) => boolean> = {
  openRevision: ({ paper, shown }) => paper === "none" && shown,
  saveRevision: ({ paper }) => paper === "desk",
  handOver: ({ paper }) => paper === "desk",
  takeBack: ({ paper }) => paper === "publisher",
  returnRevision: ({ paper }) => paper === "publisher",
  publishRevision: ({ paper }) => paper === "publisher",
  scheduleRevision: ({ paper }) => paper === "publisher",
  callOffRevision: ({ paper }) => paper === "clock",
  discardRevision: ({ paper }) => paper === "desk" || paper === "publisher",
  suspend: ({ shown, paused }) => shown && !paused,
  resume: ({ paused }) => paused,
  retire: ({ shown, ends }) => shown && !ends,
  keep: ({ ends }) => ends,
};

const done: Record<LifeAct, Partial<Model>> = {
  openRevision: { paper: "desk" }, saveRevision: {}, handOver: { paper: "publisher" }, takeBack: { paper: "desk" }, returnRevision: { paper: "desk" },
  publishRevision: { paper: "none", shown: true }, scheduleRevision: { paper: "clock" }, callOffRevision: { paper: "publisher" }, discardRevision: { paper: "none" },
  suspend: { paused: true }, resume: { paused: false }, retire: { ends: true }, keep: { ends: false },
};

type Real = { life: Life };

function agree(model: Model, { life }: Real): void {
  const papers = { none: null, desk: { stage: "editing" }, publisher: { stage: "inReview" }, clock: { stage: "scheduled" } } as const;
  const status = model.over ? "cancelled" : !model.shown ? "draft" : model.paused ? "suspended" : "published";
  expect(life).toEqual({ status, published: model.shown, draft: papers[model.paper], ending: model.ends });
}

class Try implements fc.Command<Model, Real> {
  constructor(private readonly act: LifeAct) {}
  check = () => true;
  run(model: Model, real: Real): void {
    const allowed = !model.over && may[this.act](model);
    expect(lifeHindrance(this.act, real.life) === undefined).toBe(allowed);
    if (!allowed) return;
    real.life = afterAct(this.act, real.life);
    Object.assign(model, done[this.act]);
    agree(model, real);
  }
  toString = () => this.act;
}

class Hour implements fc.Command<Model, Real> {
  constructor(private readonly sound: boolean) {}
  check = () => true;
  run(model: Model, real: Real): void {
    real.life = afterHour(real.life, this.sound);
    if (model.paper === "clock" && !model.over) Object.assign(model, this.sound ? { paper: "none", shown: true } : { paper: "publisher" });
    agree(model, real);
  }
  toString = () => `hour(${this.sound ? "sound" : "unsound"})`;
}

class LastDay implements fc.Command<Model, Real> {
  check = () => true;
  run(model: Model, real: Real): void {
    real.life = afterEnd(real.life);
    if (model.ends) Object.assign(model, { over: true, ends: false });
    agree(model, real);
  }
  toString = () => "lastDay";
}

describe("the life of a revision", () => {
  test("goes as the model says, whatever is tried in whatever order", () => {
    const commands = fc.commands([
      ...lifeActs.map((act) => fc.constant(new Try(act))), fc.boolean().map((sound) => new Hour(sound)), fc.constant(new LastDay()),
    ], { size: "+1" });
    fc.assert(fc.property(commands, (given) => {
      const begin = (): { model: Model; real: Real } => ({
        model: { shown: false, paused: false, over: false, ends: false, paper: "desk" },
        real: { life: { status: "draft", published: false, draft: { stage: "editing" }, ending: false } },
      });
      fc.modelRun(begin, given);
    }), { numRuns: 500 });
  });

  test.each<[string, LifeAct, Partial<Life>, string]>([
    ["what was not handed over is not published", "publishRevision", { draft: { stage: "editing" } }, "items.notHandedOver"],
    ["nor scheduled", "scheduleRevision", { draft: { stage: "editing" } }, "items.notHandedOver"],
    ["what the publisher reads is not changed", "saveRevision", { draft: { stage: "inReview" } }, "items.inReview"],
    ["what waits for its hour is not changed", "saveRevision", { draft: { stage: "scheduled" } }, "items.scheduled"],
    ["nor published by hand", "publishRevision", { draft: { stage: "scheduled" } }, "items.scheduled"],
    ["only what is scheduled is called off", "callOffRevision", { draft: { stage: "inReview" } }, "items.notScheduled"],
    ["an item ends once", "retire", { ending: true }, "items.endsAlready"],
    ["what does not end is not kept", "keep", {}, "items.endsNot"],
    ["what was never published does not end", "retire", { published: false, status: "draft" }, "items.notPublished"],
    ["a cancelled item is left in peace", "openRevision", { status: "cancelled" }, "items.cancelled"],
  ])("%s", (_sentence, act, overrides, code) => {
    expect(lifeHindrance(act, { status: "published", published: true, draft: null, ending: false, ...overrides })).toBe(code);
  });
});

describe("an end has the shape of its kind", () => {
  test.each<[string, Parameters<typeof endHindrance>, string | undefined]>([
    ["cancelled for good", ["cancelled", ["a"], []], undefined],
    ["cancelled with one in its place", ["cancelled", ["a"], ["b"]], undefined],
    ["split into two", ["split", ["a"], ["b", "c"]], undefined],
    ["merged into one", ["merged", ["a", "b"], ["c"]], undefined],
    ["not split into one", ["split", ["a"], ["b"]], "items.successorsMismatch"],
    ["not merged from one", ["merged", ["a"], ["b"]], "items.successorsMismatch"],
    ["not cancelled for several", ["cancelled", ["a"], ["b", "c"]], "items.successorsMismatch"],
    ["not its own successor", ["cancelled", ["a"], ["a"]], "items.successorTwice"],
    ["no successor twice", ["split", ["a"], ["b", "b"]], "items.successorTwice"],
  ])("%s", (_sentence, given, expected) => expect(endHindrance(...given)).toBe(expected));
});
