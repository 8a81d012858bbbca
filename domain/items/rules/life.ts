import type { ItemStatus } from "@/domain/items/schema";
import type { DraftStage, RetirementKind } from "@/domain/items/schema/life";

/** Where an item stands, as far as its life goes: what the public sees, the draft if there is one, and whether its end is set. */
export type Life = {
  status: ItemStatus;
  published: boolean;
  draft: { stage: DraftStage } | null;
  /** The end is decided and its day has not come. */
  ending: boolean;
};

export const lifeActs = [
  "openRevision", "saveRevision", "handOver", "takeBack", "returnRevision", "publishRevision", "scheduleRevision", "callOffRevision", "discardRevision",
  "suspend", "resume", "retire", "keep",
] as const;
export type LifeAct = (typeof lifeActs)[number];

/** In which stage of the draft an act belongs. */
const stagesOf: Partial<Record<LifeAct, readonly DraftStage[]>> = {
  saveRevision: ["editing"],
  handOver: ["editing"],
  takeBack: ["inReview"],
  returnRevision: ["inReview"],
  publishRevision: ["inReview"],
  scheduleRevision: ["inReview"],
  callOffRevision: ["scheduled"],
  discardRevision: ["editing", "inReview"],
};

/** What to say where the draft stands elsewhere than the act needs it. */
const stageHindrances: Record<DraftStage, string> = { editing: "items.notHandedOver", inReview: "items.inReview", scheduled: "items.scheduled" };

type Hindrance = (life: Life) => string | undefined;
const unless = (holds: boolean, code: string) => (holds ? undefined : code);

/** What each act on the item itself, or on an item without a draft, needs of its state. */
const itemHindrances: Partial<Record<LifeAct, Hindrance>> = {
  suspend: ({ status }) => unless(status === "published", "items.notPublished"),
  resume: ({ status }) => unless(status === "suspended", "items.notSuspended"),
  retire: ({ published, ending }) => unless(published, "items.notPublished") ?? unless(!ending, "items.endsAlready"),
  keep: ({ ending }) => unless(ending, "items.endsNot"),
  openRevision: ({ draft, published }) => unless(!draft, "items.draftExists") ?? unless(published, "items.nothingPublished"),
};

/** What the state of an item hinders, as an error code; nothing where the act may happen. */
export function lifeHindrance(act: LifeAct, life: Life): string | undefined {
  if (life.status === "cancelled") return "items.cancelled";
  const ofItem = itemHindrances[act];
  if (ofItem) return ofItem(life);
  return life.draft ? stageHindrance(act, life.draft.stage) : "items.noDraft";
}

function stageHindrance(act: LifeAct, stage: DraftStage): string | undefined {
  if (stagesOf[act]?.includes(stage)) return undefined;
  // A publication that is to be called off was never set.
  return act === "callOffRevision" ? "items.notScheduled" : stageHindrances[stage];
}

const staged = (stage: DraftStage) => (life: Life): Life => ({ ...life, draft: { stage } });

const effects: Record<LifeAct, (life: Life) => Life> = {
  openRevision: staged("editing"), takeBack: staged("editing"), returnRevision: staged("editing"),
  handOver: staged("inReview"), callOffRevision: staged("inReview"), scheduleRevision: staged("scheduled"),
  publishRevision: (life) => afterPublication(life),
  discardRevision: (life) => ({ ...life, draft: null }),
  suspend: (life) => ({ ...life, status: "suspended" }),
  resume: (life) => ({ ...life, status: "published" }),
  retire: (life) => ({ ...life, ending: true }),
  keep: (life) => ({ ...life, ending: false }),
  saveRevision: (life) => life,
};

/** The item after an act that nothing hinders; a draft item loses its life with its draft. */
export const afterAct = (act: LifeAct, life: Life): Life => effects[act](life);

/** The draft is what the public reads; a suspended item stays suspended. */
export function afterPublication(life: Life): Life {
  return { ...life, draft: null, published: true, status: life.status === "draft" ? "published" : life.status };
}

/** What the clock does at the hour of a scheduled publication: publishes what is sound, gives back what is not. */
export function afterHour(life: Life, sound: boolean): Life {
  if (life.draft?.stage !== "scheduled" || life.status === "cancelled") return life;
  return sound ? afterPublication(life) : { ...life, draft: { stage: "inReview" } };
}

/** What the clock does on the day of the end: nobody applies any more; the guide stays, and a draft is open no longer. */
export function afterEnd(life: Life): Life {
  return life.ending ? { ...life, status: "cancelled", ending: false } : life;
}

/** How many items end and how many stand in their place, for each kind of end. */
const shapes: Record<RetirementKind, (ended: number, successors: number) => boolean> = {
  cancelled: (ended, successors) => ended === 1 && successors <= 1,
  split: (ended, successors) => ended === 1 && successors >= 2,
  merged: (ended, successors) => ended >= 2 && successors === 1,
};

/** Whether an end has the shape of its kind: one into several, several into one, none twice and none its own successor. */
export function endHindrance(kind: RetirementKind, itemIds: readonly string[], successorIds: readonly string[]): string | undefined {
  if (new Set([...itemIds, ...successorIds]).size < itemIds.length + successorIds.length) return "items.successorTwice";
  return shapes[kind](itemIds.length, successorIds.length) ? undefined : "items.successorsMismatch";
}
