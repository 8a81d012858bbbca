import { DecideProposal } from "@/domain/core/proposals";
import { textDuties } from "@/domain/notices/policy";
import { PreviewText, ProposeText, TextReference } from "@/domain/notices/schema/texts";
import { procedureFor } from "@/server/api/trpc";
import { decideText, proposeText } from "../commands/texts";
import { getText, listStepTexts, listTexts, previewTextPdf } from "../queries/texts";

const keeping = procedureFor(textDuties.propose, textDuties.decide);

/** The wording of notices, messages and letters, in versions. */
export const textProcedures = {
  /** Every text with its version in force and whether one waits. */
  listTexts: keeping.query(({ ctx }) => listTexts(ctx.db)),
  /** The published texts that steps of a process may name. */
  stepTexts: procedureFor("itemEditor", "itemPublisher").query(({ ctx }) => listStepTexts(ctx.db)),
  /** One text with its versions, filled with sample data. Errors: `notices.textUnknown`. */
  getText: keeping.input(TextReference).query(({ ctx, input }) => getText(ctx, input.kind)),
  /** A notice with sample data as PDF. Errors: `notices.textUnknown`. */
  previewText: keeping.input(PreviewText).query(({ ctx, input }) => previewTextPdf(ctx, input)),
  proposeText: procedureFor(textDuties.propose).input(ProposeText).mutation(({ ctx, input }) => proposeText(ctx, input)),
  decideText: keeping.input(DecideProposal).mutation(({ ctx, input }) => decideText(ctx, input)),
};
