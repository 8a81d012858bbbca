import { readFile } from "node:fs/promises";
import { makeCertificateIdentifier, parseCertificateIdentifier } from "../../domain/core/codes";
import { discardDraft } from "../cases";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { DeskCase } from "../pages/desk";
import { picture } from "../pages/picture";
import { fillResidencePermit } from "../pages/residence-permit";
import { pdf } from "../papers";

test("a residence permit travels from search to a verified certificate", async ({ as, anyone }) => {
  test.setTimeout(180_000);
  const citizen = await as("citizen-l3");
  const { page } = citizen;
  const apply = new Application(page);
  await discardDraft(citizen.api, "residencePermit");

  const { number, queryCode } = await test.step("the citizen finds the item by its initials, applies and gets a receipt", async () => {
    await page.goto("/");
    // The one in the head leaves it to the page.
    await expect(page.getByRole("search")).toHaveCount(1);
    const search = page.getByRole("main").getByRole("search");
    await search.getByLabel("搜索服务事项").fill("jzz");
    await picture(page, "apply-1", search.getByRole("button", { name: "搜索" }));
    await search.getByRole("button", { name: "搜索" }).click();
    await page.getByRole("main").getByRole("link", { name: "居住证申领", exact: true }).click();
    await apply.at("居住证申领");
    await expect(page.getByRole("heading", { name: "申请材料" })).toBeVisible();
    await picture(page, "apply-2", page.getByRole("main").getByRole("link", { name: "开始申请" }).first());
    await apply.begin();
    await fillResidencePermit(apply);
    await expect(page.getByRole("main")).toContainText("湖南省长沙市岳麓区");
    await picture(page, "apply-5", page.getByRole("button", { name: "确认并提交申请" }));
    await apply.declareAndSubmit();
    const receipt = await apply.receipt();
    await picture(page, "apply-6");
    return receipt;
  });

  const desk = await test.step("clerk, reviewer, approver and certificate officer handle it", async () => {
    const clerk = new DeskCase((await as("clerk-440104")).page);
    await clerk.take(number);
    await clerk.act("受理", "受理", "已受理");
    const reviewer = new DeskCase((await as("reviewer-440104")).page);
    await reviewer.take(number);
    await reviewer.act("开始审查", "开始审查", "已开始审查");
    await reviewer.act("完成审查", "完成审查", "审查已完成", (at) => at.getByLabel("意见").fill("居住满半年，材料属实。"));
    const approver = new DeskCase((await as("approver-440104")).page);
    await approver.take(number);
    await approver.act("批准", "作出批准决定", "已批准", (at) => at.getByLabel("意见").fill("同意。"));
    const officer = new DeskCase((await as("certificate-officer-440104")).page);
    await officer.take(number);
    await officer.act("制发证照", "制发证照", "证照已生成");
    await officer.act("登记送达", "登记送达并办结", "已送达并办结", (at) => at.getByRole("radio", { name: "网上送达" }).check());
    return officer;
  });
  await expect(desk.page.getByRole("main")).toContainText("已办结");

  await test.step("the citizen reads every step, the notices and the certificate", async () => {
    await page.goto("/me");
    await page.getByRole("main").locator(`a[href$="/me/applications/${number.replaceAll("-", "")}"]`).first().click();
    await expect(page.getByRole("main")).toContainText("已经办结：申请获得批准。");
    for (const event of ["提交申请", "受理", "作出批准决定", "制发证照", "送达"]) await expect(page.getByRole("main")).toContainText(event);
    const notice = page.getByRole("link", { name: "下载盖章文件（PDF）" }).first();
    await expect(async () => {
      await page.reload();
      await expect(notice).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    const opened = await page.request.get((await notice.getAttribute("href")) ?? "");
    expect([opened.status(), opened.headers()["content-type"]]).toEqual([200, "application/pdf"]);
    expect((await opened.body()).subarray(0, 5).toString()).toBe("%PDF-");
    await page.getByRole("link", { name: "查看证照" }).click();
    await expect(page).toHaveURL(/\/me\/certificates\//);
    await apply.at("居住证");
  });

  const { identifier, file } = await test.step("the certificate is signed and can be fetched", async () => {
    const link = page.getByRole("link", { name: "下载 PDF 证照" });
    await expect(async () => {
      await page.reload();
      await expect(link).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const text = await page.getByRole("main").innerText();
    return { identifier: /1\.2\.156\.3005\.2(\.[0-9A-Z]+)+/.exec(text.replace(/\s/g, ""))?.[0] ?? "", file: await readFile(await download.path()) };
  });

  await test.step("anyone verifies it by identifier and by file; a changed byte and an unknown one are told apart", async () => {
    const stranger = (await anyone()).page;
    await stranger.goto(`/verify/${identifier}`);
    await expect(stranger.getByRole("main")).toContainText("这份证照真实有效");
    await expect(stranger.getByRole("main")).not.toContainText(citizen.name);
    const check = async (buffer: Buffer, verdict: string) => {
      await stranger.goto("/verify");
      await stranger.getByLabel("证照或文书的文件").setInputFiles({ name: "证照.pdf", mimeType: "application/pdf", buffer });
      await stranger.getByRole("button", { name: "核验文件" }).click();
      await expect(stranger.getByRole("main")).toContainText(verdict);
    };
    await check(file, "这份证照真实有效");
    await check(altered(file), "这份文件被改动过");
    await check(pdf().buffer, "这份文件没有数字签名");
    await stranger.goto(`/verify/${unknownBeside(identifier)}`);
    await expect(stranger.getByRole("main")).toContainText("没有查到这份证照");
    await stranger.goto("/verify");
    await stranger.getByLabel("证照标识").fill("1.2.156.3005.2.nothing");
    await stranger.getByRole("main").getByRole("button", { name: "核验", exact: true }).click();
    await expect(stranger.getByRole("main")).toContainText("这不是完整的证照标识");
  });

  await test.step("messages were sent, and the case is followed by number and query code", async () => {
    const stranger = (await anyone()).page;
    await expect(async () => {
      await stranger.goto("/dev/outbox");
      await expect(stranger.getByRole("main")).toContainText(`您的申请 ${number} 已经办结`, { timeout: 1000 });
    }).toPass({ timeout: 60_000 });
    await stranger.goto("/progress");
    await stranger.getByLabel("办件编号").fill(` ${number.toLowerCase()} `);
    await stranger.getByLabel("查询码").fill(queryCode);
    await stranger.getByRole("main").getByRole("button", { name: "查询" }).click();
    await expect(stranger.getByRole("main")).toContainText("已经办结");
    await expect(stranger.getByRole("main")).not.toContainText(citizen.name);
  });

  await test.step("the citizen rates the service, once", async () => {
    await page.goto("/me/applications");
    await page.getByRole("main").locator(`a[href$="/me/applications/${number.replaceAll("-", "")}"]`).first().click();
    await page.getByRole("link", { name: "评价这次服务" }).click();
    await page.getByRole("link", { name: "非常满意" }).click();
    await page.getByRole("button", { name: "提交评价" }).click();
    await expect(page.getByRole("main")).toContainText("谢谢您的评价");
    await page.reload();
    await expect(page.getByRole("button", { name: "提交评价" })).toHaveCount(0);
  });
});

/** A well-formed identifier that nobody was given: the same certificate, its hundredth version. */
function unknownBeside(identifier: string): string {
  const parts = parseCertificateIdentifier(identifier);
  if (!parts) throw new Error(`no identifier: ${identifier}`);
  return makeCertificateIdentifier({ typeCode: parts.typeCode, issuerUscc: parts.issuer, serial: parts.serial, version: 100 });
}

/** The same document with one letter of its content changed. */
function altered(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  const at = copy.indexOf("/MediaBox");
  copy[at + 12] = copy[at + 12] === 0x31 ? 0x32 : 0x31;
  return copy;
}
