import { randomUUID } from "node:crypto";
import { outcome } from "./api";
import { act, discardDraft, fileCase, fillDraft, standing, type Filed } from "./cases";
import { expect, test } from "./fixtures";

const twenty = <T>(make: (index: number) => Promise<T>) => Promise.all(Array.from({ length: 20 }, (_, index) => make(index)));

test("twenty submits at once with one key file one case and give one answer", async ({ as }) => {
  const { api } = await as("delegate");
  await discardDraft(api, "residencePermit");
  const id = await fillDraft(api, "residencePermit");
  const key = randomUUID();
  const answers = await twenty(async () => outcome<Filed>(await api.post("applications.submit", { id, declared: true }, key)));
  const filed = answers.flatMap((answer) => ("data" in answer ? [JSON.stringify(answer.data)] : []));
  const refused = answers.flatMap((answer) => ("refusal" in answer ? [answer.refusal] : []));
  expect(filed.length).toBeGreaterThan(0);
  expect(new Set(filed).size).toBe(1);
  for (const refusal of refused) expect(refusal).toMatchObject({ status: 409, code: "requests.stillRunning" });

  const { number } = JSON.parse(filed[0] ?? "{}") as Filed;
  expect(await outcome(await api.post("applications.submit", { id, declared: true }, key)), "the first answer again").toEqual({ data: JSON.parse(filed[0] ?? "{}") });
  const own = await api.query<{ events: { action: string }[]; version: number }>("applications.get", { number });
  expect(own.events.map(({ action }) => action)).toEqual(["submit"]);

  const other = await outcome(await api.post("applications.withdraw", { id }, key));
  expect(other).toMatchObject({ refusal: { status: 422, code: "requests.keyReused" } });
});

test("twenty decisions at once give one decision; the others are told who decided", async ({ as, deskOf }) => {
  const { api } = await as("legal-representative");
  const { number, id } = await fileCase(api, "elderAllowance");
  const desk = await deskOf("440104");
  await act(desk.clerk, number, "accept");
  await act(desk.reviewer, number, "startReview");
  await act(desk.reviewer, number, "completeStep", { opinion: "材料属实。" });
  await desk.approver.mutate("applications.claim", { id });
  const { version } = await standing(desk.approver, number);
  const answers = await twenty(async (index) => outcome(await (index % 2 === 0
    ? desk.approver.post("applications.approve", { id, version, opinion: "同意。" })
    : desk.approver.post("applications.reject", { id, version, reason: "不符合条件。" }))));
  const refusals = answers.flatMap((answer) => ("refusal" in answer ? [answer.refusal] : []));
  expect(refusals).toHaveLength(19);
  for (const refusal of refusals) {
    expect(["applications.changedMeanwhile", "applications.actionNotAllowed"]).toContain(refusal.code);
    if (refusal.code === "applications.changedMeanwhile") expect(refusal.params["who"]).toBe("郑丽华");
  }
  const own = await api.query<{ outcome: string; events: { action: string }[] }>("applications.get", { number });
  expect(own.events.filter(({ action }) => action === "approve" || action === "reject")).toHaveLength(1);
  expect(own.outcome).toBe(own.events.some(({ action }) => action === "approve") ? "approved" : "rejected");
});

test("two colleagues take one case: one has it, the other is told who", async ({ as, deskOf }) => {
  const { api } = await as("citizen-l3");
  await discardDraft(api, "elderAllowance");
  const { number, id } = await fileCase(api, "elderAllowance");
  const { clerk, approver } = await deskOf("440104");
  await act(clerk, number, "accept");
  const { reviewer } = await deskOf("440104");
  const claims = await Promise.all([reviewer, approver].map(async (colleague) => outcome(await colleague.post("applications.claim", { id }))));
  expect(claims.filter((claim) => "data" in claim)).toHaveLength(1);
});
