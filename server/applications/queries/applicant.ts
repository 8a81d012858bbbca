import { keyedDigest } from "@/db/personal-data";
import { soughtBy } from "@/domain/applications/rules/queue";
import type { ApplicantText } from "@/domain/applications/schema/queue";

/**
 * What a search becomes in an address, which is kept in histories and logs: of an ID number only its blind index, all else
 * as it was typed. It tells nobody whether such a person is known.
 */
export function addressOf({ text }: ApplicantText): { query?: string; applicant?: string } {
  const sought = soughtBy(text);
  if (!sought) return {};
  return sought.by === "citizenId" ? { applicant: keyedDigest("citizenId", sought.citizenId) } : { query: text };
}
