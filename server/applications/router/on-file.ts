import { AskReplacement, AttachAtCounter, AttachCertificate, DetachAtCounter, DetachCertificate } from "@/domain/applications/schema/on-file";
import { ItemIds } from "@/domain/items/schema";
import { atLevel, procedureFor } from "@/server/api/trpc";
import { attachCertificate, detachCertificate } from "../commands/on-file";
import { attachCertificateAtCounter, detachCertificateAtCounter } from "../commands/on-file-counter";
import { askReplacement } from "../commands/on-file-replace";
import { listAnswerFigures, listSavings } from "../queries/savings";

const citizen = procedureFor("citizen").use(atLevel("viewCertificate"));

/** Certificates in place of papers. */
export const onFileProcedures = {
  attachCertificate: citizen.input(AttachCertificate).mutation(({ ctx, input }) => attachCertificate(ctx, input)),
  counterAttachCertificate: procedureFor("clerk").input(AttachAtCounter).mutation(({ ctx, input }) => attachCertificateAtCounter(ctx, input)),
  counterDetachCertificate: procedureFor("clerk").input(DetachAtCounter).mutation(({ ctx, input }) => detachCertificateAtCounter(ctx, input)),
  askReplacement: procedureFor("clerk", "reviewer").input(AskReplacement).mutation(({ ctx, input }) => askReplacement(ctx, input)),
  /** How many materials certificates saved, item by item. */
  materialSavings: procedureFor("itemEditor", "itemPublisher").input(ItemIds).query(({ ctx, input }) => listSavings(ctx, input)),
  /** How much applicants still type, item by item. */
  answerFigures: procedureFor("itemEditor", "itemPublisher").input(ItemIds).query(({ ctx, input }) => listAnswerFigures(ctx, input)),
  detachCertificate: procedureFor("citizen").input(DetachCertificate).mutation(({ ctx, input }) => detachCertificate(ctx, input)),
};
