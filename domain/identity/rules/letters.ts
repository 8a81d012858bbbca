import { codeLife } from "./codes";

/** The letter that carries a code to the e-mail address it proves; the subject, which lock screens show, has no code. */
export const codeLetter = (code: string) => ({
  subject: "通办：邮箱验证码 · Tongban: your code",
  text: [
    `您正在通办设置邮箱，验证码是 ${code}，${codeLife.minutes} 分钟内有效。请不要告诉任何人。不是您本人操作的，不用理会这封邮件。`,
    `Your code to confirm this address at Tongban is ${code}, good for ${codeLife.minutes} minutes. Tell it to nobody. If this was not you, ignore this letter.`,
  ].join("\n\n"),
});

/** The letter that carries the code an outside expert types beside their link. */
export const expertCodeLetter = (code: string) => ({
  subject: "通办：验证码 · Tongban: your code",
  text: [
    `您正在打开一份征求专家意见的材料，验证码是 ${code}，${codeLife.minutes} 分钟内有效。请不要告诉任何人。不是您本人操作的，不用理会这封邮件。`,
    `Your code to open a request for an expert opinion at Tongban is ${code}, good for ${codeLife.minutes} minutes. Tell it to nobody. If this was not you, ignore this letter.`,
  ].join("\n\n"),
});

/** Told to an e-mail address that an account no longer has; it names nobody. */
export const formerAddressLetter = {
  subject: "通办：这个邮箱不再用于您的账户 · Tongban: this address is no longer in use",
  text: [
    "您的通办账户已经更换或移除了这个邮箱，以后的通知不再发到这里。不是您本人操作的，请立即登录修改密码，并拨打 12345。",
    "Your account at Tongban no longer uses this address, and letters no longer come here. If this was not you, sign in and change your password at once, and call 12345.",
  ].join("\n\n"),
};

/** The letter that carries a one-time link to a new member of staff. */
export const enrolmentLetter = (link: string, hours: number) => ({
  subject: "通办：设置您的工作账户 · Tongban: set up your work account",
  text: [
    `请在 ${hours} 小时内打开下面的链接，设置您的登录方式。链接只能用一次，请不要转给任何人。\n${link}`,
    `Open the link below within ${hours} hours to choose how you sign in. It works once; pass it on to nobody.`,
  ].join("\n\n"),
});

/** The letter that asks an outside expert for an opinion, or reminds them of it; the case is told behind the link only. */
export const expertLetter = ({ link, organ, dueOn }: { link?: string; organ: string; dueOn: string }) => ({
  subject: "通办：征求专家意见 · Tongban: your opinion is asked for",
  text: link === undefined ? [
    `${organ}请您出具的专家意见尚未提交，请在 ${dueOn} 当天结束前，通过此前收到的链接提交。`,
    `${organ} still awaits your expert opinion. Please hand it in by the end of ${dueOn} through the link you were sent.`,
  ].join("\n\n") : [
    `${organ}请您就一件申请出具专家意见。请在 ${dueOn} 当天结束前打开下面的链接。打开后还要输入发给您本人的验证码。请不要转给任何人。\n${link}`,
    `${organ} asks you for an expert opinion on an application. Open the link above by the end of ${dueOn}; a code sent to you is asked for as well. Pass it on to nobody.`,
  ].join("\n\n"),
});
