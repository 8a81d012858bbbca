import type { Answers } from "@/app/_trpc/types";
import type { VerdictTone } from "./Verdict";

export type Verification = Answers["certificates"]["verify"];
type Found = Extract<Verification, { found: true }>;
type VerdictName = Found["status"] | "altered" | "revokedKey" | "pending" | "unknown" | "unknownIssuer" | "malformed";

const tones: Record<VerdictName, VerdictTone> = {
  valid: "success", expired: "warning", suspended: "warning", superseded: "warning", pending: "warning",
  revoked: "error", cancelled: "error", altered: "error", revokedKey: "error", unknown: "error", unknownIssuer: "warning", malformed: "warning",
};

/** The one sentence a verification comes to: a broken signature outweighs every state. */
export function verdictOf(verification: Verification): { name: VerdictName; tone: VerdictTone } {
  const name = nameOf(verification);
  return { name, tone: tones[name] };
}

function nameOf(verification: Verification): VerdictName {
  if (!verification.found) return verification.wellFormed ? (verification.issuerKnown ? "unknown" : "unknownIssuer") : "malformed";
  return verification.signature === "valid" ? verification.status : verification.signature;
}
