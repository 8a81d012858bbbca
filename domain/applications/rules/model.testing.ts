import type { ApplicationAction, ApplicationStatus } from "../schema";

type Part = "waiting" | "open" | "done";
type Paper = "awaited" | "supplied" | "confirmed";

/**
 * The life of a case told a second time, as a person at the counter would: no tables, no steps, only what is open. Its
 * process has a review and an opinion of another department side by side, then the decision.
 */
export type Model = {
  status: ApplicationStatus;
  suspendedFrom: "accepted" | "inReview";
  /** Nobody at the desk has touched what was just filed. */
  untouched: boolean;
  lapseProposed: boolean;
  extended: boolean;
  extensionAsked: boolean;
  voidProposed: boolean;
  papers: Paper[];
  review: Part;
  opinion: Part;
  bringsCertificate: boolean;
};

export const beginning = (bringsCertificate: boolean): Model => ({
  status: "draft", suspendedFrom: "accepted", untouched: false, lapseProposed: false, extended: false, extensionAsked: false, voidProposed: false,
  papers: [], review: "waiting", opinion: "waiting", bringsCertificate,
});

const always: readonly ApplicationAction[] = ["withdraw", "terminate"];

/** What may happen now. */
export function allowed(model: Model): Set<ApplicationAction> {
  const { status, papers, bringsCertificate } = model;
  const awaited = papers.includes("awaited");
  const handIn: ApplicationAction[] = [...(awaited ? ["supplement" as const] : []), ...(papers.includes("supplied") ? ["checkSupplement" as const] : [])];
  const voiding: ApplicationAction[] = model.voidProposed ? ["void", "declineVoid"] : ["proposeVoid"];
  switch (status) {
    case "draft": return new Set(["submit", "receive"]);
    case "submitted": return new Set([...always, awaited ? "tolerantAccept" : "accept", "deemAccept", "requestCorrection", "refuse", "transfer", ...(model.untouched ? ["takeBack" as const] : [])]);
    case "correction": return new Set([...always, "resubmit", model.lapseProposed ? "lapse" : "proposeLapse"]);
    case "accepted": case "inReview": return new Set([...always, "suspend", ...handIn, ...examining(model), ...extending(model)]);
    case "suspended": return new Set([...always, "resume", ...handIn]);
    case "approved": return new Set(["terminate", bringsCertificate ? "issueCertificate" : "close", ...voiding]);
    case "rejected": return new Set(["terminate", "deliver"]);
    case "delivering": return new Set(["terminate", "deliver", ...voiding]);
    case "closed": return new Set(voiding);
    default: return new Set();
  }
}

function extending({ extended, extensionAsked }: Model): ApplicationAction[] {
  if (extended) return [];
  return extensionAsked ? ["extend", "declineExtension"] : ["askExtension"];
}

function examining(model: Model): ApplicationAction[] {
  const { status, review, opinion, papers } = model;
  const acts: ApplicationAction[] = [];
  if (status === "accepted" && review === "open") acts.push("startReview");
  if (open(model).length > 0) acts.push("completeStep");
  if (done(model).length > 0) acts.push("sendBack");
  if (review === "done" && opinion === "done") acts.push("reject", ...(papers.every((paper) => paper === "confirmed") ? ["approve" as const] : []));
  return acts;
}

/** Which of the two parts can be finished, and which can be sent back to. */
export const open = ({ status, review, opinion }: Model) => [...(review === "open" && status === "inReview" ? ["review" as const] : []), ...(opinion === "open" ? ["opinion" as const] : [])];
export const done = ({ review, opinion }: Model) => [...(review === "done" ? ["review" as const] : []), ...(opinion === "done" ? ["opinion" as const] : [])];

const filedWith = (papers: number): Partial<Model> => ({ status: "submitted", papers: Array.from({ length: papers }, () => "awaited"), review: "waiting", opinion: "waiting", lapseProposed: false });
const taken: Partial<Model> = { status: "accepted", review: "open", opinion: "open" };
const over: Partial<Model> = { extensionAsked: false, voidProposed: false };

/** What an act changes, `pick` choosing where there is a choice; every act of the desk ends the time to take a case back. */
export function after(model: Model, action: ApplicationAction, pick: number): Model {
  const change = changes[action];
  if (!change) throw new Error(`the model knows no ${action}`);
  return { ...model, untouched: false, ...change(model, pick) };
}

const changes: Partial<Record<ApplicationAction, (model: Model, pick: number) => Partial<Model>>> = {
  submit: (_model, pick) => ({ ...filedWith(pick % 3), untouched: true }),
  resubmit: (_model, pick) => filedWith(pick % 3),
  receive: () => filedWith(0),
  takeBack: () => ({ status: "draft", papers: [] }),
  accept: () => taken, tolerantAccept: () => taken, deemAccept: () => taken,
  requestCorrection: () => ({ status: "correction" }),
  proposeLapse: () => ({ lapseProposed: true }),
  lapse: () => ({ status: "lapsed" }), refuse: () => ({ status: "refused" }), transfer: () => ({ status: "transferred" }),
  withdraw: () => ({ status: "withdrawn", ...over }), terminate: () => ({ status: "terminated", ...over }),
  startReview: () => ({ status: "inReview" }),
  completeStep: (model, pick) => ({ [open(model)[pick % open(model).length] ?? "review"]: "done" }),
  sendBack: (model, pick) => ({ [done(model)[pick % done(model).length] ?? "review"]: "open" }),
  suspend: ({ status }) => ({ status: "suspended", suspendedFrom: status === "inReview" ? "inReview" : "accepted" }),
  resume: ({ suspendedFrom }) => ({ status: suspendedFrom }),
  supplement: ({ papers }) => ({ papers: papers.map((paper) => (paper === "awaited" ? "supplied" : paper)) }),
  checkSupplement: ({ papers }, pick) => ({ papers: papers.map((paper) => (paper === "supplied" ? (pick % 2 === 0 ? "confirmed" : "awaited") : paper)) }),
  askExtension: () => ({ extensionAsked: true }),
  extend: () => ({ extended: true, extensionAsked: false }), declineExtension: () => ({ extensionAsked: false }),
  approve: () => ({ status: "approved", ...over }), reject: () => ({ status: "rejected", ...over }),
  issueCertificate: () => ({ status: "delivering" }), deliver: () => ({ status: "closed" }), close: () => ({ status: "closed" }),
  proposeVoid: () => ({ voidProposed: true }), declineVoid: () => ({ voidProposed: false }), void: () => ({ status: "voided", ...over }),
};

/** The acts the model speaks of: a hearing has a story of its own. */
export const isModelled = (action: ApplicationAction): boolean => action in changes;
