import type { Page } from "@playwright/test";
import { expect, test, type Person } from "../fixtures";

const plain = { javaScriptEnabled: false };
let numbers = 0;
/** A number that nobody has used before. */
const newNumber = () => `18${String(Date.now()).slice(-7)}${String((numbers += 1)).padStart(2, "0")}`;

/** The newest code that a demonstration shows for a number. */
async function codeSentTo(person: Person, phone: string): Promise<string> {
  const outbox = await person.context.newPage();
  await outbox.goto("/dev/outbox");
  const code = await outbox.getByRole("row").filter({ hasText: phone }).first().getByRole("rowheader").innerText();
  await outbox.close();
  return code.trim();
}

async function askCode(page: Page, phone: string): Promise<void> {
  await page.getByLabel("手机号", { exact: true }).fill(phone);
  await page.getByRole("button", { name: "发送验证码" }).click();
}

async function signUp(person: Person, phone = newNumber()): Promise<string> {
  const { page } = person;
  await page.goto("/sign-in?way=code");
  await askCode(page, phone);
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await page.getByLabel("手机验证码").fill(await codeSentTo(person, phone));
  await page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("账户已开通");
  return phone;
}

for (const [how, options] of [["with script", {}], ["without script", plain]] as const) {
  test(`${how}: a new number becomes an account by its code, and the next time it is known`, async ({ anyone }) => {
    const first = await anyone(options);
    const phone = newNumber();
    await test.step("a wrong code is told, and what is left", async () => {
      await first.page.goto("/sign-in?way=code&next=/progress");
      await askCode(first.page, `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`);
      const code = await codeSentTo(first, phone);
      await first.page.getByLabel("手机验证码").fill(code === "000000" ? "111111" : "000000");
      await first.page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
      await expect(first.page.getByRole("main").getByRole("alert")).toContainText("还可以试 4 次");
      await first.page.getByLabel("手机验证码").fill(code);
      await first.page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
      await expect(first.page.getByRole("heading", { level: 1 })).toHaveText("账户已开通");
      await first.page.getByRole("link", { name: "继续", exact: true }).click();
      await expect(first.page).toHaveURL(/\/progress$/);
    });
    await test.step("another browser cannot go on with it", async () => {
      const other = await anyone(options);
      await other.page.goto("/sign-in/code");
      await expect(other.page).toHaveURL(/\/sign-in\?way=code/);
    });
    await test.step("a second code within a minute has to wait", async () => {
      const again = await anyone(options);
      await again.page.goto("/sign-in?way=code");
      await askCode(again.page, phone);
      await expect(again.page.getByRole("main").getByRole("alert")).toContainText("秒后再试");
    });
  });
}

test("a passkey of one's own signs in without anything to remember", async ({ anyone }) => {
  const person = await anyone();
  const { page, context } = person;
  const devices = await context.newCDPSession(page);
  await devices.send("WebAuthn.enable");
  await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await signUp(person);
  await page.getByRole("link", { name: /添加通行密钥/ }).click();
  await page.getByLabel("名称").last().fill("我的电脑");
  await page.getByRole("button", { name: "在这台设备上添加通行密钥" }).click();
  await expect(page.getByRole("main")).toContainText("我的电脑");

  await context.clearCookies();
  await page.goto("/sign-in?way=passkey&next=/me/applications");
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await expect(page).toHaveURL(/\/me\/applications$/);
});

test("a signed-in phone lets a computer in, and refuses a stranger", async ({ anyone }) => {
  const phone = await anyone({ viewport: { width: 360, height: 740 } });
  const computer = await anyone();
  await signUp(phone);

  const show = async (button: string) => {
    await computer.page.getByRole("button", { name: button }).click();
    const image = computer.page.getByRole("img", { name: "登录二维码" });
    await expect(image).toBeVisible();
    return (await image.getAttribute("data-address")) ?? "";
  };
  await computer.page.goto("/sign-in?way=qr&next=/me/applications");
  const refused = await show("显示二维码");
  await phone.page.goto(refused);
  await phone.page.getByRole("button", { name: "不是我，拒绝" }).click();
  await expect(phone.page.getByRole("heading", { level: 1 })).toContainText("已拒绝");
  await computer.page.getByRole("button", { name: "换一个二维码" }).click();
  await expect.poll(() => computer.page.getByRole("img", { name: "登录二维码" }).getAttribute("data-address")).not.toBe(refused);

  const address = (await computer.page.getByRole("img", { name: "登录二维码" }).getAttribute("data-address")) ?? "";
  const pairing = await computer.page.getByText("配对号码").locator("xpath=following-sibling::span").first().innerText();
  await phone.page.goto(address);
  await expect(phone.page.getByRole("main")).toContainText(pairing);
  await phone.page.getByRole("button", { name: "确认登录" }).click();
  await expect(phone.page.getByRole("heading", { level: 1 })).toContainText("已确认");
  await expect(computer.page).toHaveURL(/\/me\/applications$/);
  await phone.page.goto(address);
  await expect(phone.page.getByRole("heading", { level: 1 })).toContainText("已经失效");
});

test("a lost password is set anew by the phone, and the earlier devices are out", async ({ anyone }) => {
  const before = await anyone();
  const phone = await signUp(before);
  const after = await anyone(plain);
  await after.page.goto("/sign-in");
  await after.page.getByRole("link", { name: "忘记密码" }).click();
  await askCode(after.page, phone);
  await after.page.getByLabel("手机验证码").fill(await codeSentTo(after, phone));
  await after.page.getByRole("button", { name: "下一步" }).click();
  for (const [password, problem] of [["short", "至少要 8 个字"], ["password123", "太常见"], [phone, "不要用自己的手机号"]] as const) {
    await after.page.getByLabel("新密码").fill(password);
    await after.page.getByRole("button", { name: "保存新密码并登录" }).click();
    await expect(after.page.getByRole("main").getByRole("alert")).toContainText(problem);
  }
  await after.page.getByLabel("新密码").fill("三只小猫 在屋顶 晒太阳");
  await after.page.getByRole("button", { name: "保存新密码并登录" }).click();
  await expect(after.page).toHaveURL(/\/me$/);
  await before.page.goto("/me");
  await expect(before.page).toHaveURL(/\/sign-in\?next=/);

  const later = await anyone();
  await later.page.goto("/sign-in");
  await later.page.getByLabel("手机号或证件号").fill(phone);
  await later.page.getByLabel("密码", { exact: true }).fill("三只小猫 在屋顶 晒太阳");
  await later.page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(later.page).toHaveURL(/\/me$/);
});

for (const [how, options] of [["with script", {}], ["without script", plain]] as const) {
  test(`${how}: an e-mail address is kept once its code was typed, and removed at will`, async ({ anyone }) => {
    const person = await anyone(options);
    const { page } = person;
    await signUp(person);
    const address = `mail-${Date.now()}@example.com`;
    await page.goto("/me/security/email");
    const main = page.getByRole("main");
    await main.getByLabel("邮箱地址").fill("nobody@nowhere");
    await main.getByRole("button", { name: "发送验证码" }).click();
    await expect(main.getByRole("alert")).toContainText("这不是一个邮箱地址");
    await main.getByLabel("邮箱地址").fill(address);
    await main.getByRole("button", { name: "发送验证码" }).click();
    await expect(main.getByRole("status")).toContainText("@example.com");
    await main.getByLabel("验证码", { exact: true }).fill(await codeSentTo(person, address));
    await main.getByRole("button", { name: "确认邮箱" }).click();
    await expect(main).toContainText("邮箱已经设置好");
    await expect(main).not.toContainText(address);
    await page.goto("/me/security/email");
    await main.getByRole("button", { name: "移除邮箱" }).click();
    await expect(main).toContainText("邮箱已经移除");
  });
}
