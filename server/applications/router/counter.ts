import { ById, SaveSection } from "@/domain/applications/schema";
import {
  CompareOriginal, DecideReception, EnterDocument, NotePayment, ReadDocument, ReceptionById, RemoveFileAtCounter, ServedCase, ServeFor, StartAtCounter, SubmitAtCounter,
} from "@/domain/applications/schema/counter";
import { procedureFor } from "@/server/api/trpc";
import { adoptRevisionAtCounter, compareOriginal, notePayment, removeFileAtCounter, saveAtCounter, startAtCounter, submitAtCounter } from "../commands/counter";
import { decideReception, endReception, enterDocument, readDocument, serveFor } from "../commands/reception";
import { getReception, listReceptions, listSamples } from "../queries/counter";
import { getCounterReceipt, getDraftAtCounter } from "../queries/counter-case";

const clerk = procedureFor("clerk");
const office = procedureFor("clerk", "approver");

/** The one-stop counter: a clerk takes an application for whoever stands in front of them. */
export const counterProcedures = {
  counterReceptions: office.query(({ ctx }) => listReceptions(ctx)),
  /** Whether a reader is there, and in demo mode which sample documents can lie on it. */
  counterReader: clerk.query(() => listSamples()),
  counterRead: clerk.input(ReadDocument).mutation(({ ctx, input }) => readDocument(ctx, input)),
  counterEnter: clerk.input(EnterDocument).mutation(({ ctx, input }) => enterDocument(ctx, input)),
  counterDecide: office.input(DecideReception).mutation(({ ctx, input }) => decideReception(ctx, input)),
  counterReception: clerk.input(ReceptionById).query(({ ctx, input }) => getReception(ctx, input)),
  counterServeFor: clerk.input(ServeFor).mutation(({ ctx, input }) => serveFor(ctx, input)),
  counterEnd: clerk.input(ReceptionById).mutation(({ ctx, input }) => endReception(ctx, input)),
  counterStart: clerk.input(StartAtCounter).mutation(({ ctx, input }) => startAtCounter(ctx, input)),
  counterDraft: clerk.input(ServedCase).query(({ ctx, input }) => getDraftAtCounter(ctx, input)),
  counterSave: clerk.input(SaveSection.extend({ reception: ServedCase.shape.reception })).mutation(({ ctx, input }) => saveAtCounter(ctx, input)),
  counterAdopt: clerk.input(ServedCase).mutation(({ ctx, input }) => adoptRevisionAtCounter(ctx, input)),
  counterRemoveFile: clerk.input(RemoveFileAtCounter).mutation(({ ctx, input }) => removeFileAtCounter(ctx, input)),
  counterCompare: clerk.input(CompareOriginal).mutation(({ ctx, input }) => compareOriginal(ctx, input)),
  counterSubmit: clerk.input(SubmitAtCounter).mutation(({ ctx, input }) => submitAtCounter(ctx, input)),
  counterReceipt: clerk.input(ById).query(({ ctx, input }) => getCounterReceipt(ctx, input)),
  counterPay: clerk.input(NotePayment).mutation(({ ctx, input }) => notePayment(ctx, input)),
};
