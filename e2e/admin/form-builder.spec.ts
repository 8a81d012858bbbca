import type { Page } from "@playwright/test";
import { city } from "../city";
import { expect, test } from "../fixtures";

const focused = (page: Page) => page.locator(":focus");

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const text = await focused(page).evaluate((element) => element.textContent ?? "");
    if (name.test(text.trim())) return;
  }
  throw new Error(`no way to ${name} by the Tab key`);
}

test("an editor builds a page with a conditional question by keyboard alone, takes a step back, and saves", async ({ as }) => {
  test.setTimeout(120_000);
  const { page, api } = await as("item-editor");
  const itemId = city().editedItem;
  if (!(await api.query<{ draft: unknown }>("items.getForEdit", { itemId })).draft) await api.mutate("items.openRevision", { itemId });
  await page.goto(`/admin/items/${itemId}/edit/form`);
  const tree = page.getByRole("tree", { name: "表单的页和问题" });
  await expect(tree.getByRole("treeitem").first()).toHaveAttribute("tabindex", "0");

  await tabTo(page, /^新的一页$/);
  await page.keyboard.press("Enter");
  await expect(focused(page)).toHaveAttribute("name", "properties.title.zh");
  await page.keyboard.type("养宠物");
  await page.keyboard.press("Escape");
  await expect(focused(page)).toHaveAttribute("role", "treeitem");
  const add = async (group: RegExp | undefined, kind: RegExp, label: string) => {
    await page.getByRole("heading", { name: "添加" }).evaluate((heading) => { (heading as HTMLElement).tabIndex = -1; (heading as HTMLElement).focus(); });
    if (group) { await tabTo(page, group); await page.keyboard.press("Enter"); }
    await tabTo(page, kind);
    await page.keyboard.press("Enter");
    await expect(focused(page)).toHaveAttribute("name", "properties.label.zh");
    await page.keyboard.type(label);
  };
  await add(undefined, /^是或否$/, "是否养宠物");
  await add(undefined, /^单行文字$/, "宠物的名字");

  // The condition as the expert writes it.
  await page.getByRole("group", { name: "什么时候显示" }).getByRole("button", { name: /文本|文字/ }).focus();
  await page.keyboard.press("Enter");
  const condition = page.getByRole("textbox", { name: "什么时候显示" });
  await condition.focus();
  const yesNo = await tree.getByRole("treeitem", { name: /^是否养宠物/ }).getAttribute("data-node");
  await page.keyboard.type(`${yesNo?.slice("field ".length)} == true`);
  await page.keyboard.press("Escape");
  const row = tree.getByRole("treeitem", { name: /^宠物的名字/ });
  await expect(row).toBeFocused();
  await expect(row).toContainText("有条件");

  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByText("已移动“宠物的名字”")).toBeAttached();
  await expect(row).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(row).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(row).toHaveCount(1);
  await page.keyboard.press("Control+s");
  await expect(page.getByText("已保存。公众页面还没有变化")).toBeVisible();
  const { draft } = await api.query<{ draft: { content: { form: { sections: { title: { zh: string }; fields: { label: { zh: string } }[] }[] } } } }>("items.getForEdit", { itemId });
  expect(draft.content.form.sections.find(({ title }) => title.zh === "养宠物")?.fields.map(({ label }) => label.zh)).toEqual(["宠物的名字", "是否养宠物"]);
});
