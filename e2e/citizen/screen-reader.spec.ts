import { sampleAnswers } from "../../db/seed/forms/samples";
import { codeOfItem, discardDraft, fillOut, startDraft } from "../cases";
import { expect, test } from "../fixtures";
import { read } from "../pages/reader";

/** What is read on each page, in this order; other things may be read between. */
const transcript = {
  start: ["标题：申请：居住证申领 - 通办", "主要内容", "链接，办事指南", "1 级标题，开始申请前", "申请人", "梁秀英", "办理部门", "办理时间", "2 级标题，请先准备", "居民身份证", "按钮，开始填写"],
  question: ["标题：由谁来办理？ - 居住证申领 - 通办", "主要内容", "链接，返回", "第 1 步：由谁来办理。", "分组，由谁来办理？", "1 级标题，由谁来办理？", "单选按钮，本人办理，未选中", "按钮，继续", "按钮，保存，稍后继续"],
  error: ["标题：错误：由谁来办理？ - 居住证申领 - 通办", "警告", "2 级标题，请先改正下面 1 处", "链接，请选择由谁来办理？", "分组，由谁来办理？，错误： 请选择由谁来办理？", "单选按钮，本人办理，未选中", "按钮，继续"],
  answered: ["1 级标题，由谁来办理？", "单选按钮，本人办理，已选中", "按钮，继续"],
  prefilled: ["1 级标题，怎样联系您？", "来自您的账户", "编辑框，联系电话，", "编辑框，电子邮箱（选填）", "按钮，继续"],
  check: ["标题：请核对后提交 - 居住证申领 - 通办", "1 级标题，请核对后提交", "由谁来办理？", "本人办理", "链接，修改 由谁来办理？", "2 级标题，谁申领居住证？", "姓名", "梁秀英", "链接，修改 姓名", "公民身份号码", "440199 19540308 0220", "2 级标题，上传申请材料", "链接，修改 居民身份证", "2 级标题，声明", "复选框，我已核对，并同意以上声明，未勾选", "按钮，确认并提交申请"],
  receipt: ["1 级标题，申请已经提交", "办件编号", "查询码：", "2 级标题，接下来会怎样", "链接，查看办理进度"],
};

/** The first line that is not read where it should be. */
function firstMissing(heard: readonly string[], wanted: readonly string[]): string | undefined {
  let at = 0;
  return wanted.find((line) => {
    const found = heard.findIndex((said, index) => index >= at && (said === line || said.startsWith(`${line}，`) || (line.endsWith("，") && said.startsWith(line))));
    at = found + 1;
    return found < 0;
  });
}

test("a screen reader reads the application in Chinese, from the start to the receipt", async ({ as }) => {
  test.setTimeout(90_000);
  const { page, api } = await as("citizen-elder");
  const hears = async (part: keyof typeof transcript) => {
    const heard = await read(page);
    const missing = firstMissing(heard, transcript[part]);
    expect(missing, `${part}, heard:\n${heard.join("\n")}`).toBeUndefined();
    expect(heard.filter((line) => /^(链接|按钮|编辑框|单选按钮|复选框|图片)(，(未选中|未勾选|无效输入))?$/.test(line)), `${part}: nothing is without a name`).toEqual([]);
  };
  await discardDraft(api, "residencePermit");
  await page.goto(`/items/${await codeOfItem(api, "residencePermit")}/apply`);
  await hears("start");
  const id = await startDraft(api, "residencePermit");
  await page.goto(`/apply/${id}/filed-by`);
  await hears("question");
  await page.getByRole("button", { name: "继续", exact: true }).click();
  await expect(page).toHaveTitle(/^错误：/);
  await hears("error");
  await page.getByRole("radio", { name: "本人办理" }).check();
  await hears("answered");
  await page.goto(`/apply/${id}/contact`);
  await hears("prefilled");
  await fillOut(api, id, sampleAnswers["residence-permit"] ?? {});
  await page.goto(`/apply/${id}/check`);
  await hears("check");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "确认并提交申请" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "申请已经提交" })).toBeVisible();
  await hears("receipt");
});
