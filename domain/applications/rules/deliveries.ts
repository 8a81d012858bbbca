import type { ApplicationFacts } from "../rules";
import { liveStatuses } from "../schema";
import type { DeliveryProof, DeliveryState, DeliveryWay } from "../schema/deliveries";

export type DeliveryAct = "choose" | "prepare" | "send" | "ready" | "return" | "confirm";

/** What may happen to a paper on its way, by where it is; the applicant chooses anew while it is not under way, and when it came back. */
const moves: Record<DeliveryState, Partial<Record<DeliveryAct, DeliveryState>>> = {
  chosen: { choose: "chosen", prepare: "prepared" },
  prepared: { send: "sent", ready: "ready" },
  sent: { return: "returned", confirm: "delivered" },
  ready: { return: "returned", confirm: "delivered" },
  returned: { choose: "chosen" },
  delivered: {},
};

/** By post it is sent, to a window it is laid ready. */
const ways: Partial<Record<DeliveryAct, DeliveryWay>> = { send: "post", ready: "pickUp" };

/** Where it is after an act; nothing where the act cannot happen. */
export function moveDelivery({ state, way }: { state: DeliveryState; way: DeliveryWay }, act: DeliveryAct): DeliveryState | undefined {
  return ways[act] === undefined || ways[act] === way ? moves[state][act] : undefined;
}

/** What can happen to it now. */
export const deliveryActs = (delivery: { state: DeliveryState; way: DeliveryWay }): DeliveryAct[] =>
  (["choose", "prepare", "send", "ready", "return", "confirm"] as const).filter((act) => moveDelivery(delivery, act) !== undefined);

/** Whether the way can be chosen: from filing on, until it was handed over. */
export const canChooseDelivery = ({ status }: Pick<ApplicationFacts, "status">): boolean => liveStatuses.some((live) => live === status) && status !== "correction";

/** Whether there is something to deliver: a decision was taken, and its certificate, if one is due, was made. */
export function isDeliverable({ status, issuesCertificate }: Pick<ApplicationFacts, "status" | "issuesCertificate">): boolean {
  return status === "delivering" || status === "rejected" || (status === "approved" && !issuesCertificate);
}

type Handing = { way: DeliveryWay; proof: DeliveryProof; codeRight: boolean; documentChecked: boolean; hasFile: boolean };

/** Why what was shown is no proof that it reached its owner, as an error code; nothing when it is. */
export function refuseProof({ way, proof, codeRight, documentChecked, hasFile }: Handing): string | undefined {
  if (way === "pickUp" && proof === "carrier") return "deliveries.proofOfPost";
  if (way === "pickUp" && !codeRight && !documentChecked) return "deliveries.codeWrong";
  return proof !== "carrier" && !hasFile ? "deliveries.proofMissing" : undefined;
}
