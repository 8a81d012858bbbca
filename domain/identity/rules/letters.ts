import { codeLife } from "./codes";

/** The letter that carries a code to the e-mail address it proves; the subject, which lock screens show, has no code. */
export const codeLetter = (code: string) => ({
  subject: "通办：邮箱验证码 · Tongban: your code",
  text: [
    `您正在通办设置邮箱，验证码是 ${code}，${codeLife.minutes} 分钟内有效。请不要告诉任何人。不是您本人操作的，不用理会这封邮件。`,
    `Your code to confirm this address at Tongban is ${code}, good for ${codeLife.minutes} minutes. Tell it to nobody. If this was not you, ignore this letter.`,
  ].join("\n\n"),
});
