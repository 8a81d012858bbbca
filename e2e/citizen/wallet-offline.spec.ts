import { account } from "../accounts";
import { city } from "../city";
import { expect, test } from "../fixtures";
import { signIn } from "../pages/sign-in";

test("a copy kept on the phone opens without the network, proves nothing, and goes with signing out", async ({ anyone }) => {
  const { page, context } = await anyone();
  const { name } = account("citizen-l4");
  const path = `/me/certificates/${city().certificate}`;
  const main = page.getByRole("main");
  const left = () => page.evaluate(async () => [(await indexedDB.databases()).length, (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length, localStorage.getItem("tongban-wallet-owner")]);

  await test.step("it is kept by one's own choice only", async () => {
    await page.goto(path);
    await signIn(page, "citizen-l4");
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    // Only what is signed can be kept.
    await expect(async () => {
      await page.reload();
      await expect(main.getByText("没有网络时也能看")).toBeVisible({ timeout: 2000 });
    }).toPass({ timeout: 30_000 });
    expect(await left()).toEqual([0, 0, 0, null]);
    await main.getByRole("button", { name: "保存在这台手机上" }).click();
    await expect(main).toContainText("请先确认这是您自己的手机");
    await main.getByLabel(/这是我自己的手机/).check();
    await main.getByRole("button", { name: "保存在这台手机上" }).click();
    await expect(main).toContainText("副本已保存在这台手机上（隐去大部分内容）");
  });

  await test.step("with the network the wallet is as before", async () => {
    await page.reload();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(main).toContainText(name);
    await expect(main).toContainText("副本已保存在这台手机上");
  });

  await test.step("without it there is the copy, as of when, masked, and nothing else", async () => {
    await context.setOffline(true);
    await page.goto("/me/certificates");
    await expect(page).toHaveURL(/\/me\/certificates\/offline$/);
    await expect(main).toContainText("这是副本，不能当作证照出示");
    await expect(main).toContainText("现在没有连上网络");
    await main.getByText("查看照面内容").click();
    await expect(main).toContainText("证件号码");
    expect(await main.innerText()).not.toContain(name);
    expect(await page.evaluate(async () => {
      const cache = await caches.open("tongban-wallet-page");
      return (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((kept) => !kept.startsWith("/_next/static/"));
    })).toEqual(["/me/certificates/offline"]);
  });

  await test.step("signing out leaves nothing", async () => {
    await context.setOffline(false);
    await page.goto(path);
    await page.getByText(name).first().click();
    await page.getByRole("button", { name: "退出登录" }).click();
    await expect(page).toHaveURL(/\/$/);
    await expect.poll(left).toEqual([0, 0, 0, null]);
    await page.goto("/me/certificates/offline");
    await expect(main).toContainText("这台手机上没有保存副本");
  });
});
