import type { z } from "zod";
import type { api } from "@/app/_trpc/server";
import { rawList, rawText } from "@/app/_shared/forms/raw";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { CompleteStep, Deliver, OpinionAct, PlainAct, ReasonAct, Refuse, RequestCorrection, SendBack, Suspend } from "@/domain/applications/schema";
import { AskExtension, CheckSupplement, Terminate, TolerantAccept, Transfer } from "@/domain/applications/schema/life";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { deskActs, type DeskAct, type Problem } from "./state";

type Calls = Awaited<ReturnType<typeof api>>["applications"];
type Prepared = { send: (calls: Calls) => Promise<unknown> } | { problems: Record<string, Problem> };
/** Reads what one act asks for; `get` takes a control's name without the act in front. */
type Read = (get: (name: string) => string, form: FormData, raw: RawAnswers) => Record<string, unknown>;

/** An act as the page posts it: read, judged by the schema of its procedure, and sent. */
function define<Schema extends z.ZodType>(schema: Schema, read: Read, send: (calls: Calls, input: z.output<Schema>) => Promise<unknown>) {
  return (name: DeskAct, form: FormData, raw: RawAnswers): Prepared => {
    const input = read((control) => rawText(raw, `${name}.${control}`).trim(), form, raw);
    const parsed = schema.safeParse({ id: form.get("_id"), version: Number(form.get("_version")), ...input });
    return parsed.success ? { send: (calls) => send(calls, parsed.data) } : { problems: problemsOf(name, parsed.error, input) };
  };
}

const nothing: Read = () => ({});
const opinion: Read = (get) => ({ opinion: get("opinion") });
const reason: Read = (get) => ({ reason: get("reason") });
const optional = (name: string, value: string) => (value ? { [name]: value } : {});

const acts: Record<DeskAct, ReturnType<typeof define>> = {
  accept: define(PlainAct, nothing, (calls, input) => calls.accept(input)),
  startReview: define(PlainAct, nothing, (calls, input) => calls.startReview(input)),
  resume: define(PlainAct, nothing, (calls, input) => calls.resume(input)),
  issueCertificate: define(PlainAct, nothing, (calls, input) => calls.issueCertificate(input)),
  close: define(PlainAct, nothing, (calls, input) => calls.close(input)),
  completeStep: define(CompleteStep, (get) => ({ opinion: get("opinion"), ...optional("step", get("step")) }), (calls, input) => calls.completeStep(input)),
  approve: define(OpinionAct, opinion, (calls, input) => calls.approve(input)),
  reject: define(ReasonAct, reason, (calls, input) => calls.reject(input)),
  sendBack: define(SendBack, (get) => ({ reason: get("reason"), ...optional("step", get("step")) }), (calls, input) => calls.sendBack(input)),
  lapse: define(ReasonAct, reason, (calls, input) => calls.lapse(input)),
  refuse: define(Refuse, (get) => ({ ground: get("ground"), reason: get("reason"), ...optional("competentOrgan", get("competentOrgan")) }), (calls, input) => calls.refuse(input)),
  requestCorrection: define(
    RequestCorrection,
    (get, _form, raw) => ({ items: rawList(raw, "requestCorrection.field").filter(Boolean).map((fieldId) => ({ fieldId, reason: get(`reason.${fieldId}`) })), ...optional("note", get("note")) }),
    (calls, input) => calls.requestCorrection(input),
  ),
  suspend: define(
    Suspend,
    (get, form) => ({ procedure: get("procedure"), reason: get("reason"), plannedEndOn: dayFromForm(form, "suspend.plannedEndOn") ?? "" }),
    (calls, input) => calls.suspend(input),
  ),
  tolerantAccept: define(
    TolerantAccept,
    (_get, form, raw) => ({ items: rawList(raw, "tolerantAccept.field").map((fieldId) => ({ fieldId, dueOn: dayFromForm(form, `tolerantAccept.dueOn.${fieldId}`) ?? "" })) }),
    (calls, input) => calls.tolerantAccept(input),
  ),
  // What nobody looked at yet waits on.
  checkSupplement: define(
    CheckSupplement,
    (get, _form, raw) => ({
      items: rawList(raw, "checkSupplement.material").flatMap((fieldId) => {
        const found = get(`inOrder.${fieldId}`);
        return found === "" ? [] : [found === "yes" ? { fieldId, inOrder: true } : { fieldId, inOrder: false, reason: get(`reason.${fieldId}`) }];
      }),
    }),
    (calls, input) => calls.checkSupplement(input),
  ),
  transfer: define(Transfer, (get) => ({ serviceItemId: get("serviceItemId"), reason: get("reason") }), (calls, input) => calls.transfer(input)),
  extend: define(PlainAct, nothing, (calls, input) => calls.extend(input)),
  declineExtension: define(ReasonAct, reason, (calls, input) => calls.declineExtension(input)),
  terminate: define(Terminate, (get) => ({ ground: get("ground"), reason: get("reason"), basis: get("basis") }), (calls, input) => calls.terminate(input)),
  proposeVoid: define(ReasonAct, reason, (calls, input) => calls.proposeVoid(input)),
  void: define(PlainAct, nothing, (calls, input) => calls.void(input)),
  declineVoid: define(ReasonAct, reason, (calls, input) => calls.declineVoid(input)),
  askExtension: define(AskExtension, (get) => ({ days: Number(get("days").normalize("NFKC") || Number.NaN), reason: get("reason") }), (calls, input) => calls.askExtension(input)),
  deliver: define(Deliver, (get) => ({ method: get("method"), ...optional("trackingNumber", get("trackingNumber")) }), (calls, input) => calls.deliver(input)),
};

export const isDeskAct = (name: string): name is DeskAct => deskActs.some((known) => known === name);

/** Reads one act from its form: either ready to send, or what is still wrong, by the name of the control. */
export const prepare = (name: DeskAct, form: FormData, raw: RawAnswers): Prepared => acts[name](name, form, raw);

const problemOf: Record<string, Problem> = {
  opinion: "opinion", reason: "reason", items: "items", ground: "ground", procedure: "procedure", plannedEndOn: "day", days: "days", method: "method", note: "tooLong", basis: "basis", serviceItemId: "target",
};

/** Of one row of a list. */
const problemOfPart: Record<string, Problem> = { dueOn: "day" };

function problemsOf(name: DeskAct, error: z.ZodError, input: Record<string, unknown>): Record<string, Problem> {
  const first = error.issues.filter(({ path }, index, all) => all.findIndex((other) => other.path.join() === path.join()) === index);
  return Object.fromEntries(first.map((issue) => problemAt(name, issue, input)));
}

function problemAt(name: DeskAct, { path, code }: z.core.$ZodIssue, input: Record<string, unknown>): [string, Problem] {
  const [control = "", ...row] = path.map(String);
  const tooLong = code === "too_big" && control !== "days" ? "tooLong" : undefined;
  if (control === "items") return problemInList(name, row, { tooLong, items: input["items"] as { fieldId: string }[] });
  return [`${name}.${control}`, tooLong ?? problemOf[control] ?? "reason"];
}

type List = { tooLong: "tooLong" | undefined; items: readonly { fieldId: string }[] };

/** In one row of a list, or of a list that is empty. */
function problemInList(name: DeskAct, [index, part = "reason"]: string[], { tooLong, items }: List): [string, Problem] {
  if (index === undefined) return [`${name}.field`, name === "checkSupplement" ? "unchecked" : "items"];
  return [`${name}.${part}.${items[Number(index)]?.fieldId}`, tooLong ?? problemOfPart[part] ?? "itemReason"];
}
