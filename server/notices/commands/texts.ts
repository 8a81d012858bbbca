import { texts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { isSame } from "@/domain/core/same";
import type { DecideProposal } from "@/domain/core/proposals";
import { textDuties } from "@/domain/notices/policy";
import { checkText } from "@/domain/notices/rules/texts";
import { ProposeText, type TextContent, type TextKind } from "@/domain/notices/schema/texts";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { settleProposal, writeProposal } from "@/server/core/proposals";
import { findText, subjectOfText, textProposal } from "../queries/texts";

type StaffCtx = Ctx & { actor: User };

/**
 * Writes the next version of a text down for another administrator, in place of one's own that waits. Errors:
 * `notices.textWrong` (unprocessable; problem, slot, count), `notices.textUnchanged`, `notices.textTaken` (a fresh one whose code is used), `proposals.waiting` (conflict).
 */
export function proposeText(ctx: StaffCtx, { kind, content, fresh }: ProposeText): Promise<{ id: string }> {
  assertSound(kind, content);
  return commit(ctx, async (tx) => {
    const current = await findText(tx, kind);
    if (current && fresh) throw new DomainError("conflict", "notices.textTaken");
    if (isSame(current?.content, content)) throw new DomainError("conflict", "notices.textUnchanged");
    const id = await writeProposal(tx, ctx, { kind: textProposal, subject: subjectOfText(kind), content: { kind, content } });
    return { value: { id }, audit: { action: "notices.proposeText", subject: { type: "proposal", id }, after: { kind, content } } };
  });
}

/**
 * Publishes a text, which the next notice or message then follows, refuses it with a reason, or takes one's own back.
 * Errors: as `proposeText`, and `proposals.decided` (conflict), `proposals.own`, `proposals.notYours` (forbidden), `proposals.reasonMissing` (invalid).
 */
export function decideText(ctx: StaffCtx, decision: DecideProposal): Promise<{ id: string; version: number | null }> {
  return commit(ctx, async (tx) => {
    const { content: written, proposedBy } = await settleProposal(tx, ctx, decision, { kinds: [textProposal], decide: textDuties.decide });
    const { kind, content } = ProposeText.parse(written);
    const version = decision.outcome === "confirmed" ? ((await findText(tx, kind))?.version ?? 0) + 1 : null;
    if (version) {
      assertSound(kind, content);
      await tx.insert(texts).values({ kind, version, content, writtenBy: proposedBy, publishedBy: ctx.actor.id, publishedAt: ctx.now });
    }
    return { value: { id: decision.id, version }, audit: { action: "notices.decideText", subject: { type: "proposal", id: decision.id }, after: { kind, outcome: decision.outcome, version } } };
  });
}

function assertSound(kind: TextKind, content: TextContent): void {
  const problems = checkText(kind, content);
  const [first] = problems;
  if (first) throw new DomainError("unprocessable", "notices.textWrong", { problem: first.code, slot: first.slot ?? "", count: problems.length });
}
