import type { CertificateSource, Prefill, PrefillSource } from "../schema";
import type { Evidence } from "./context";

/* What a page says of where an answer came from; looking it up takes the rules (`prefill.ts`). */

/** Where a value filled in for the applicant came from; `fixed` is what the form itself proposes. */
export type FilledFrom = PrefillSource | "situation" | "fixed";

/** Where the answer of a field could be taken from, and whether it stands as it was taken: if not, it is the applicant's own. */
export type Origin = { from: FilledFrom; kept: boolean; evidence?: Evidence | undefined };

/** The sources of a field in the order they are asked, and what stands when none knows anything. */
export function prefillOf(prefill: Prefill | undefined): { from: readonly PrefillSource[]; otherwise?: string | undefined } {
  if (prefill === undefined) return { from: [] };
  return typeof prefill === "string" ? { from: [prefill] } : prefill;
}

export const isCertificateSource = (source: FilledFrom): source is CertificateSource => source.startsWith("certificate.");
