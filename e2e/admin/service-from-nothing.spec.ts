import { act, fillOut, type Desk } from "../cases";
import { expect, test } from "../fixtures";
import { pdf } from "../papers";
import { Application } from "../pages/application";
import { Revision } from "../pages/revision";

const address = { division: "440104", detail: "流花路 1 号" };

/** From the window to the certificate in the citizen's hands; tells its identifier. */
async function finish(desk: Desk, number: string): Promise<string> {
  const bare = number.replaceAll("-", "");
  await act(desk.clerk, bare, "accept");
  await act(desk.reviewer, bare, "startReview");
  await act(desk.reviewer, bare, "completeStep", { opinion: "年龄、户籍均已核对。" });
  await act(desk.approver, bare, "approve", { opinion: "符合条件，同意发放。" });
  const { certificate } = await act(desk.certificateOfficer, bare, "issueCertificate");
  expect((await act(desk.clerk, bare, "deliver", { method: "online" })).status).toBe("closed");
  return certificate?.identifier ?? "";
}

/** An administrator without a programmer: from an empty page to a service that people use while it changes. */
test("a service is built from nothing, published by a second person, used, and changed under way", async ({ as, deskOf }) => {
  test.setTimeout(240_000);
  const name = `百岁老人慰问金申领${String(Date.now()).slice(-6)}`;
  const [editor, publisher, citizen, other] = [await as("item-editor"), await as("item-publisher"), await as("citizen-l4"), await as("citizen-l3")];
  const draft = new Revision(editor.page);
  const desk = await deskOf("440104");
  let code = "";

  await test.step("it begins with a name, a type and a place", async () => {
    await editor.page.goto("/admin/items");
    await editor.page.getByRole("link", { name: "新建事项" }).click();
    await editor.page.getByRole("button", { name: "建立事项" }).click();
    await expect(draft.main).toContainText("请填写事项名称");
    await editor.page.getByRole("textbox", { name: "事项名称" }).fill(name);
    await editor.page.getByRole("combobox", { name: "事项类型" }).selectOption("05");
    const place = editor.page.getByRole("combobox", { name: "实施主体" });
    await place.selectOption(await place.locator("option", { hasText: /越秀区民政局/ }).first().getAttribute("value"));
    await editor.page.getByRole("button", { name: "建立事项" }).click();
    await expect(draft.main).toContainText("事项已建立");
    code = /[0-9A-Z]{33}/.exec(await editor.page.getByRole("navigation", { name: "当前位置" }).first().innerText())?.[0] ?? "";
    expect(code).not.toBe("");
  });

  await test.step("its guide is written, with a blank form to download", async () => {
    await editor.page.getByRole("textbox", { name: "申请条件" }).fill("年满一百周岁的本区户籍老人（《老年人权益保障法》第三十三条）。");
    await editor.page.getByRole("textbox", { name: "咨询电话" }).fill("020-87654321");
    await editor.page.getByText("新增材料").click();
    await editor.page.getByRole("textbox", { name: "材料名称" }).fill("慰问金申请表");
    await draft.save();
    const files = editor.page.locator("#files");
    await files.getByText("1. 慰问金申请表").click();
    await files.getByLabel("空白表格").setInputFiles(pdf());
    await files.getByRole("button", { name: /上传.*慰问金申请表：空白表格/ }).click();
    await expect(draft.main).toContainText("文件已上传。");
  });

  const parts = editor.page.getByRole("navigation", { name: "事项编制" });
  await test.step("its form asks a question of its own", async () => {
    await parts.getByRole("link", { name: "申请表单" }).click();
    await editor.page.getByRole("button", { name: "新的一页" }).click();
    await editor.page.locator("[name='properties.title.zh']").fill("慰问方式");
    await editor.page.getByRole("button", { name: "单行文字" }).click();
    await editor.page.locator("[name='properties.label.zh']").fill("上门慰问时联系谁");
    await editor.page.getByRole("checkbox", { name: "可以不填" }).check();
    await editor.page.keyboard.press("Control+s");
    await expect(editor.page.getByText("已保存。公众页面还没有变化")).toBeVisible();
  });

  await test.step("its process has a review before the decision", async () => {
    await parts.getByRole("link", { name: "办理流程" }).click();
    await editor.page.getByRole("button", { name: "增加环节" }).click();
    await editor.page.getByRole("textbox", { name: "环节名称" }).last().fill("年龄审查");
    await editor.page.getByRole("combobox", { name: "环节种类" }).last().selectOption("review");
    await editor.page.getByRole("combobox", { name: "由谁办理" }).last().selectOption("reviewer");
    await editor.page.getByRole("button", { name: "上移 未命名环节" }).click();
    await expect(draft.main).toContainText("环节已调整，还没有保存。");
    await editor.page.getByRole("button", { name: "保存流程" }).last().click();
    await expect(draft.main).toContainText("办理流程已保存");
  });

  await test.step("its result is a certificate of the catalogue, with what is printed on it", async () => {
    await parts.getByRole("link", { name: "办理结果" }).click();
    await editor.page.getByRole("combobox", { name: "证照目录里的证照" }).selectOption({ label: "农村五保供养证书" });
    await editor.page.getByRole("textbox", { name: "结果名称" }).fill("百岁老人慰问金领取证");
    await editor.page.getByRole("button", { name: "保存", exact: true }).click();
    await expect(draft.main).toContainText("已保存。");
    await editor.page.getByRole("textbox", { name: "名称（选填）", exact: true }).fill("领取人");
    await editor.page.getByRole("combobox", { name: "内容来自" }).selectOption({ label: "姓名" });
    await editor.page.getByRole("button", { name: "保存", exact: true }).click();
    await expect(editor.page.getByRole("group", { name: "领取人" })).toBeVisible();
  });

  await test.step("one hands it over, another publishes it", async () => {
    await draft.handOver("新设事项，请核对。");
    await expect(editor.page.getByRole("button", { name: "现在发布" })).toHaveCount(0);
    await new Revision(publisher.page).publish(editor.page.url());
  });

  const onGuide = new Application(citizen.page);
  const filed = await test.step("one citizen applies, another has begun to", async () => {
    await citizen.page.goto(`/items/${code}`);
    await expect(citizen.page.getByRole("link", { name: /下载空白表/ })).toBeVisible();
    await onGuide.begin();
    await onGuide.at("谁来申请？");
    const id = /\/apply\/([0-9a-f-]{36})/.exec(citizen.page.url())?.[1] ?? "";
    await fillOut(citizen.api, id, { applicantAddress: address });
    await citizen.page.goto(`/apply/${id}/check`);
    await onGuide.declareAndSubmit();
    return onGuide.receipt();
  });
  const { id: begun } = await other.api.mutate<{ id: string }>("applications.start", { itemCode: code });

  await test.step("meanwhile the service changes, and its publisher sees whom that touches", async () => {
    await editor.page.goto(editor.page.url().replace(/\/review.*$/, ""));
    await draft.open();
    await editor.page.getByText("新增材料").click();
    await editor.page.getByRole("textbox", { name: "材料名称" }).last().fill("银行卡复印件");
    await draft.save();
    await draft.handOver("发放改为转账，需要银行卡。");
    await publisher.page.goto(editor.page.url());
    await expect(publisher.page.getByRole("main")).toContainText("1 份没有提交的申请会换到新版本");
    await expect(publisher.page.getByRole("main")).toContainText("1 件在办的申请按原来的版本办完");
    await expect(publisher.page.getByRole("region", { name: "申请材料" })).toContainText("银行卡复印件");
    await new Revision(publisher.page).publish(editor.page.url());
  });

  await test.step("the draft moves on with what was filled in and is filed", async () => {
    await other.page.goto(`/apply/${begun}`);
    await expect(other.page.getByRole("main")).toContainText("银行卡复印件");
    await other.page.getByRole("button", { name: "按新版本继续" }).click();
    await expect(other.page.getByRole("main")).toContainText("已换到新版本");
    await fillOut(other.api, begun, { applicantAddress: address });
    await other.page.goto(`/apply/${begun}/check`);
    const form = new Application(other.page);
    await form.declareAndSubmit();
    const { number } = await form.receipt();
    await finish(desk, number);
  });

  await test.step("the case that ran finishes under its own edition, and anybody can verify what it brought", async () => {
    const identifier = await finish(desk, filed.number);
    // It is signed a moment after it was issued.
    await expect(async () => {
      await other.page.goto(`/verify/${identifier}`);
      await expect(other.page.getByRole("main")).toContainText("这份证照真实有效", { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await expect(other.page.getByRole("main")).toContainText("领取人");
  });
});
