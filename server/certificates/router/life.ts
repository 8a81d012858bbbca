import { CertificateById } from "@/domain/certificates/schema";
import { ActWithReason, ChangeFace, DecideLifeAct, FindCertificates, ListIssued, ProposeLifeAct, RevealNumber } from "@/domain/certificates/schema/life";
import { freshProcedureFor, procedureFor } from "@/server/api/trpc";
import { changeCertificate, decideLifeAct, proposeLifeAct, reissueCertificate, restoreCertificate } from "../commands/life";
import { findCertificates } from "../commands/look-up";
import { revealNumber } from "../commands/reveal";
import { getIssued, listIssued } from "../queries/desk";

const works = procedureFor("certificateOfficer", "approver");
const officer = procedureFor("certificateOfficer");

/** What happens to certificates after they were issued, at the desk of who issued them. */
export const lifeProcedures = {
  /** Errors: `requests.malformedCursor`. */
  listIssued: works.input(ListIssued).query(({ ctx, input }) => listIssued(ctx, input)),
  /** Errors: `certificates.notFound`. */
  getIssued: works.input(CertificateById).query(({ ctx, input }) => getIssued(ctx, input.id)),
  findIssued: works.input(FindCertificates).mutation(({ ctx, input }) => findCertificates(ctx, input)),
  proposeLifeAct: works.input(ProposeLifeAct).mutation(({ ctx, input }) => proposeLifeAct(ctx, input)),
  decideLifeAct: works.input(DecideLifeAct).mutation(({ ctx, input }) => decideLifeAct(ctx, input)),
  /** Errors: `certificates.notFound`, `certificates.fieldUnknown`. */
  revealNumber: freshProcedureFor("certificateOfficer", "approver").input(RevealNumber).mutation(({ ctx, input }) => revealNumber(ctx, input)),
  restore: officer.input(ActWithReason).mutation(({ ctx, input }) => restoreCertificate(ctx, input)),
  reissue: officer.input(ActWithReason).mutation(({ ctx, input }) => reissueCertificate(ctx, input)),
  change: officer.input(ChangeFace).mutation(({ ctx, input }) => changeCertificate(ctx, input)),
};
