import { pdf, png } from "../papers";
import type { Application } from "./application";
import { picture } from "./picture";

/** Who types what no account tells yet. */
type Unproven = { citizenId: string; sex: "男" | "女"; birthOn: string };

/** Answers the hand-made form of 居住证申领 for someone who owns a home here, up to the page that checks the answers. */
export async function fillResidencePermit(apply: Application, unproven?: Unproven): Promise<void> {
  const { page } = apply;
  await apply.at("由谁来办理？");
  await apply.choose("本人办理");
  await apply.next();
  await apply.at("谁申领居住证？");
  if (unproven) {
    await page.getByLabel("公民身份号码").fill(unproven.citizenId);
    await apply.choose(unproven.sex);
    await apply.day("出生日期", unproven.birthOn);
  }
  await page.getByLabel("民族").selectOption("汉族");
  await apply.next();
  await apply.at("怎样联系您？");
  await apply.next();
  await apply.at("户口在哪里？");
  await apply.address("常住户口所在地住址", ["湖南省", "长沙市", "岳麓区"], "麓山南路 1 号");
  await apply.next();
  await apply.at("现在住在哪里？");
  if (unproven) await apply.address("居住地住址", ["广东省", "广州市", "越秀区"], "解放北路 1 号");
  await apply.day("从哪天起在本市居住", "2024-3-1");
  await picture(page, "apply-3", page.getByRole("button", { name: "继续", exact: true }), { question: "livingSince" });
  await apply.next();
  await apply.at("住的是什么房子？");
  await apply.choose("自有住房");
  await apply.next();
  await apply.at("以什么理由申领居住证？");
  await apply.choose("合法稳定住所");
  await apply.next();
  await apply.at("有随同居住的家人吗？");
  await apply.next();
  await apply.at("上传申请材料");
  await apply.upload("居民身份证", pdf("身份证.pdf"));
  await apply.upload("本人相片", await png());
  await apply.upload("居住地住址证明", pdf("房产证.pdf"));
  await picture(page, "apply-4");
  await apply.next();
  await apply.at("请核对后提交");
}
