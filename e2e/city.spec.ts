import { mkdir, writeFile } from "node:fs/promises";
import { cityFile, type City } from "./city";
import { codeOfItem, decide, discardDraft, fileCase, prepareLifeEvent, startDraft } from "./cases";
import { fillIntake, receive, startIntake } from "./counter";
import { expect, test } from "./fixtures";

test("a city with a draft, a filed case and a certificate", async ({ as, deskOf }) => {
  const { api } = await as("citizen-l4");
  await discardDraft(api, "residencePermit");
  const closed = await fileCase(api, "residencePermit");
  const { certificate } = await decide(await deskOf("440104"), closed.number);
  await discardDraft(api, "elderAllowance");
  const filed = await fileCase(api, "elderAllowance");
  const editor = await as("item-editor");
  const { rows } = await editor.api.query<{ rows: { id: string; name: string }[] }>("items.listForEdit", { query: "居住证申领" });
  const { given } = await api.query<{ given: { id: string }[] }>("delegations.list");
  const granted = given[0] ?? (await api.mutate<{ id: string }>("delegations.grantFamily", { inviteeName: "小林", scope: { kind: "all" }, reach: "view", days: 30 }));
  const { api: representative } = await as("legal-representative");
  const [organisation] = await representative.query<{ id: string }[]>("organisations.list");
  const events = await editor.api.query<{ id: string; key: string; draft: boolean }[]>("lifeEvents.listForEdit");
  const edited = events.find(({ key }) => key === "new-baby");
  if (edited && !edited.draft) await editor.api.mutate("lifeEvents.open", { lifeEventId: edited.id });
  const { api: clerk } = await as("clerk-440104");
  const reception = await receive(clerk, "马春兰");
  const taken = await startIntake(clerk, reception, "residencePermit");
  await fillIntake(clerk, reception, taken, "residencePermit");
  await clerk.mutate("applications.counterSubmit", { reception, id: taken, declared: true, signature: "screen" });
  const { departments } = await api.query<{ departments: { id: string }[] }>("items.facets");
  const editedItem = rows.find(({ name }) => name === "居住证申领")?.id ?? "";
  const standing = await api.mutate<{ id: string }>("certificates.giveStanding", { certificateId: certificate?.id, itemId: editedItem, fields: ["certificate_number"], purpose: "每年核对", days: 90, agreed: true });
  const { rows: open } = await (await as("citizen-l3")).api.query<{ rows: { number: string; itemName: string }[] }>("applications.listOwn", { state: "open" });
  const city: City = {
    item: await codeOfItem(api, "residencePermit"),
    editedItem, standing: standing.id,
    draft: await startDraft(api, "residencePermit"),
    filed, closed: closed.number,
    certificate: certificate?.id ?? "", identifier: certificate?.identifier ?? "",
    reception, taken, promised: open.find(({ itemName }) => itemName === "护士执业注册")?.number ?? "", intake: await startIntake(clerk, reception, "elderAllowance"),
    delegation: granted.id, organisation: organisation?.id ?? "", department: departments[0]?.id ?? "",
    lifeEvent: await prepareLifeEvent(api, "disability-services", { certificate: "none", lowIncome: true, severe: true }), editedLifeEvent: edited?.id ?? "",
  };
  for (const value of Object.values(city)) expect(value).toBeTruthy();
  await mkdir(".tmp/e2e-people", { recursive: true });
  await writeFile(cityFile, JSON.stringify(city));
});
