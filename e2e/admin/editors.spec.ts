import { expect, test } from "../fixtures";

type Draft = { version: number; content: { conditions: string[]; result: { name: string } | null } };

test("without script: what was typed into a guide and its result outlives a colleague's save, and is saved over it", async ({ as }) => {
  const { page, api } = await as("item-editor", { javaScriptEnabled: false });
  const places = await api.query<{ id: string; divisionCode: string }[]>("items.listPlaces");
  const { itemId } = await api.mutate<{ itemId: string }>("items.create", { name: "两人同改的事项", itemType: "05", departmentId: places.find(({ divisionCode }) => divisionCode === "440104")?.id });
  const draft = async () => (await api.query<{ draft: Draft }>("items.getForEdit", { itemId })).draft;
  const main = page.getByRole("main");
  const save = main.getByRole("button", { name: /^保存/ }).last();

  const parts = [
    { path: "edit", field: "申请条件", changes: { conditions: ["同事的条件"] }, said: ({ content }: Draft) => content.conditions },
    { path: "edit/result", field: "结果名称", changes: { result: { name: "同事的结果", kind: "document" } }, said: ({ content }: Draft) => [content.result?.name] },
  ];
  for (const { path, field, changes, said } of parts) {
    await page.goto(`/admin/items/${itemId}/${path}`);
    await main.getByRole("textbox", { name: field }).fill("自己写的");
    await api.mutate("items.patchRevision", { itemId, version: (await draft()).version, changes });
    await save.click();
    await expect(main.getByRole("alert"), path).toBeVisible();
    await expect(main.getByRole("textbox", { name: field }), path).toHaveValue("自己写的");
    await save.click();
    await expect(page).toHaveURL(/done=saved/);
    expect(said(await draft()), path).toEqual(["自己写的"]);
  }
  await api.mutate("items.discardRevision", { itemId, version: (await draft()).version });
});
