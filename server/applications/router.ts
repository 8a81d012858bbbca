import {
  ById, ByNumber, Claim, CompleteStep, Deliver, ListOwn, LookUpProgress, OpinionAct, PlainAct, ReasonAct, Refuse, RemoveFile,
  RequestCorrection, ReturnToDelegate, RevealField, SaveSection, SendBack, StartApplication, SubmitApplication, Suspend, Withdraw,
} from "@/domain/applications/schema";
import { ItemReference } from "@/domain/items/schema";
import { doorProcedure, freshProcedureFor, procedureFor, router } from "@/server/api/trpc";
import { claimApplication, releaseApplication } from "./commands/claim";
import { askPrincipal, returnToDelegate } from "./commands/confirm";
import { approveApplication, closeApplication, deliverApplication, issueCertificate, rejectApplication } from "./commands/decide";
import { discardDraft, saveSection, startApplication } from "./commands/draft";
import { removeFile } from "./commands/files";
import { acceptApplication, lapseApplication, refuseApplication, requestCorrection } from "./commands/intake";
import { revealField } from "./commands/reveal";
import { completeStep, resumeApplication, sendBack, startReview, suspendApplication } from "./commands/review";
import { adoptRevision } from "./commands/revision";
import { resubmitApplication, submitApplication, takeBackApplication, withdrawApplication } from "./commands/submit";
import { counterProcedures } from "./router/counter";
import { caseProcedures } from "./router/case";
import { lifeProcedures } from "./router/life";
import { deliveryProcedures } from "./router/deliveries";
import { shareProcedures } from "./router/shares";
import { expertProcedures } from "./router/experts";
import { jointProcedures } from "./router/joint";
import { hearingProcedures } from "./router/hearings";
import { dutyProcedures } from "./router/duty";
import { materialProcedures } from "./router/materials";
import { onFileProcedures } from "./router/on-file";
import { assignmentProcedures } from "./router/assignment";
import { queueProcedures } from "./router/queue";
import { countTouched } from "./queries/revision";
import { explain, getDraft, getForDesk, getOwn, lookUpProgress } from "./queries/details";
import { listOwn } from "./queries/lists";
import { simulateProcess, SimulateProcess } from "./queries/simulate";

const citizen = procedureFor("citizen");
const desk = procedureFor("clerk", "reviewer", "approver", "certificateOfficer");
const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");
const clerk = procedureFor("clerk");
const reviewer = procedureFor("reviewer");
const approver = procedureFor("approver");

/** The life of a case. Each procedure authorises by role here and by row in its command. */
export const applicationsRouter = router({
  start: citizen.input(StartApplication).mutation(({ ctx, input }) => startApplication(ctx, ctx.actor, input)),
  draft: citizen.input(ById).query(({ ctx, input }) => getDraft(ctx, input)),
  save: citizen.input(SaveSection).mutation(({ ctx, input }) => saveSection(ctx, input)),
  removeFile: citizen.input(RemoveFile).mutation(({ ctx, input }) => removeFile(ctx, input)),
  adoptRevision: citizen.input(ById).mutation(({ ctx, input }) => adoptRevision(ctx, input)),
  /** Whom the next edition of an item touches. Errors: `items.notFound`. */
  countTouched: procedureFor("itemEditor", "itemPublisher").input(ItemReference).query(({ ctx, input }) => countTouched(ctx.db, ctx.actor, input.itemId)),
  /** Tries a process out on an imagined case. Errors: `items.notFound`. */
  simulate: procedureFor("itemEditor", "itemPublisher").input(SimulateProcess).query(({ ctx, input }) => simulateProcess(ctx, input)),
  discard: citizen.input(ById).mutation(({ ctx, input }) => discardDraft(ctx, input)),
  submit: citizen.input(SubmitApplication).mutation(({ ctx, input }) => submitApplication(ctx, input)),
  askPrincipal: citizen.input(SubmitApplication).mutation(({ ctx, input }) => askPrincipal(ctx, input)),
  returnToDelegate: citizen.input(ReturnToDelegate).mutation(({ ctx, input }) => returnToDelegate(ctx, input)),
  resubmit: citizen.input(SubmitApplication).mutation(({ ctx, input }) => resubmitApplication(ctx, input)),
  takeBack: citizen.input(ById).mutation(({ ctx, input }) => takeBackApplication(ctx, input)),
  withdraw: citizen.input(Withdraw).mutation(({ ctx, input }) => withdrawApplication(ctx, input)),
  listOwn: citizen.input(ListOwn).query(({ ctx, input }) => listOwn(ctx, ctx.actor, input)),
  get: citizen.input(ByNumber).query(({ ctx, input }) => getOwn(ctx, input)),
  explainDeadline: procedureFor("signedIn").input(ByNumber).query(({ ctx, input }) => explain(ctx, input)),
  progress: doorProcedure("progress").input(LookUpProgress).query(({ ctx, input }) => lookUpProgress(ctx, input)),

  ...queueProcedures,
  ...dutyProcedures,
  getForDesk: staff.input(ByNumber).query(({ ctx, input }) => getForDesk(ctx, ctx.actor, input)),
  reveal: freshProcedureFor("clerk", "reviewer", "approver", "certificateOfficer").input(RevealField).mutation(({ ctx, input }) => revealField(ctx, input)),
  claim: desk.input(Claim).mutation(({ ctx, input }) => claimApplication(ctx, input)),
  release: desk.input(Claim).mutation(({ ctx, input }) => releaseApplication(ctx, input)),
  accept: clerk.input(PlainAct).mutation(({ ctx, input }) => acceptApplication(ctx, input)),
  requestCorrection: clerk.input(RequestCorrection).mutation(({ ctx, input }) => requestCorrection(ctx, input)),
  refuse: clerk.input(Refuse).mutation(({ ctx, input }) => refuseApplication(ctx, input)),
  lapse: clerk.input(ReasonAct).mutation(({ ctx, input }) => lapseApplication(ctx, input)),
  startReview: reviewer.input(PlainAct).mutation(({ ctx, input }) => startReview(ctx, input)),
  completeStep: desk.input(CompleteStep).mutation(({ ctx, input }) => completeStep(ctx, input)),
  sendBack: approver.input(SendBack).mutation(({ ctx, input }) => sendBack(ctx, input)),
  suspend: procedureFor("reviewer", "approver").input(Suspend).mutation(({ ctx, input }) => suspendApplication(ctx, input)),
  resume: procedureFor("reviewer", "approver").input(PlainAct).mutation(({ ctx, input }) => resumeApplication(ctx, input)),
  approve: approver.input(OpinionAct).mutation(({ ctx, input }) => approveApplication(ctx, input)),
  reject: approver.input(ReasonAct).mutation(({ ctx, input }) => rejectApplication(ctx, input)),
  issueCertificate: procedureFor("certificateOfficer").input(PlainAct).mutation(({ ctx, input }) => issueCertificate(ctx, input)),
  deliver: procedureFor("certificateOfficer", "clerk").input(Deliver).mutation(({ ctx, input }) => deliverApplication(ctx, input)),
  ...caseProcedures,
  ...lifeProcedures,
  close: procedureFor("certificateOfficer", "clerk").input(PlainAct).mutation(({ ctx, input }) => closeApplication(ctx, input)),
  ...assignmentProcedures,
  ...deliveryProcedures,
  ...shareProcedures,
  ...expertProcedures,
  ...hearingProcedures,
  ...onFileProcedures,
  ...materialProcedures,
  ...jointProcedures,
  ...counterProcedures,
});
