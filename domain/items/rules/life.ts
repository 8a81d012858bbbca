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

/** What the state of an item hinders, as an error code; nothing where the act may happen. */
export function lifeHindrance(act: LifeAct, { status, published, draft, ending }: Life): string | undefined {
  if (status === "cancelled") return "items.cancelled";
  switch (act) {
    case "suspend": return status === "published" ? undefined : "items.notPublished";
    case "resume": return status === "suspended" ? undefined : "items.notSuspended";
    case "retire": return !published ? "items.notPublished" : ending ? "items.endsAlready" : undefined;
    case "keep": return ending ? undefined : "items.endsNot";
    case "openRevision": return draft ? "items.draftExists" : published ? undefined : "items.nothingPublished";
    default: return draft ? stageHindrance(act, draft.stage) : "items.noDraft";
  }
}

function stageHindrance(act: LifeAct, stage: DraftStage): string | undefined {
  if (stagesOf[act]?.includes(stage)) return undefined;
  // A publication that is to be called off was never set.
  return act === "callOffRevision" ? "items.notScheduled" : stageHindrances[stage];
}

/** The item after an act that nothing hinders; a draft item loses its life with its draft. */
export function afterAct(act: LifeAct, life: Life): Life {
  const staged = (stage: DraftStage): Life => ({ ...life, draft: { stage } });
  switch (act) {
    case "openRevision": case "takeBack": case "returnRevision": return staged("editing");
    case "handOver": case "callOffRevision": return staged("inReview");
    case "scheduleRevision": return staged("scheduled");
    case "publishRevision": return afterPublication(life);
    case "discardRevision": return { ...life, draft: null };
    case "suspend": return { ...life, status: "suspended" };
    case "resume": return { ...life, status: "published" };
    case "retire": return { ...life, ending: true };
    case "keep": return { ...life, ending: false };
    case "saveRevision": return life;
  }
}

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
