import type { Field, FormDefinition } from "@/domain/forms/schema";
import { applicantFields, applicantSection, asSituation, identityCard, option, steps, text, type HandMadeForm } from "./parts";

const filedBy: Extract<Field, { type: "choice" }> = {
  id: "filedBy",
  type: "choice",
  label: text("由谁来办理？", "Who is filing this application?"),
  options: [option("self", "老人本人", "The elder in person"), option("supporter", "赡养人代办", "A supporting relative")],
};

const form: FormDefinition = {
  version: 1,
  sections: [
    { id: "filed-by", title: filedBy.label, fields: [filedBy] },
    {
      ...applicantSection(text("哪位老人申领津贴？", "Which elder is the allowance for?"), [
        { id: "ageNow", type: "computed", label: text("周岁", "Age in full years"), expression: "age(applicantBirthOn, today)", display: "number" },
        { id: "tooYoung", type: "note", label: text("高龄津贴发给年满 80 周岁的老人。未满 80 周岁的，请在生日当月再来申请。", "The allowance is for people of 80 and over. Please apply in the month of the 80th birthday."), visibleWhen: "ageNow < 80" },
      ]),
      description: text("代办的，请填写老人的信息。", "If you file for the elder, fill in the elder’s details."),
    },
    {
      id: "household",
      title: text("户口和现在的住处在哪里？", "Where is the elder registered, and where does the elder live?"),
      fields: [
        { id: "registeredDivision", type: "division", label: text("户口所在区、县", "District or county of registration"), hint: text("须是本区户籍", "The elder must be registered in this district"), prefill: "profile.divisionCode" },
        { id: "homeAddress", type: "address", label: text("现住址", "Present address"), prefill: "profile.address" },
        applicantFields.phone,
      ],
    },
    {
      id: "living",
      title: text("老人现在的生活情况怎样？", "How is the elder living now?"),
      fields: [
        { id: "livesAlone", type: "yesNo", label: text("是否独自居住", "Does the elder live alone?") },
        { id: "monthlyPension", type: "money", label: text("每月养老金", "Monthly pension"), hint: text("没有请填 0", "Enter 0 if there is none"), min: 0, max: 100000 },
        {
          id: "benefits", type: "multipleChoice", label: text("正在领取的其他待遇", "Other benefits received now"), optional: true,
          options: [option("minimum", "最低生活保障", "Minimum living allowance"), option("care", "养老服务补贴", "Care service subsidy"), option("nursing", "护理补贴", "Nursing subsidy"), option("hero", "优抚补助", "Veterans’ subsidy")],
        },
      ],
    },
    {
      id: "supporter",
      title: text("代办的赡养人是谁？", "Who is the supporting relative?"),
      visibleWhen: "filedBy == 'supporter'",
      fields: [
        { id: "supporterName", type: "personName", label: text("赡养人姓名", "Name of the supporting relative") },
        { id: "supporterCitizenId", type: "citizenId", label: text("赡养人公民身份号码", "Citizen ID number of the supporting relative") },
        { id: "supporterPhone", type: "phone", label: text("赡养人电话", "Phone number of the supporting relative") },
        { id: "supporterKinship", type: "text", label: text("与老人的关系", "Relationship to the elder"), maxLength: 20 },
      ],
    },
    {
      id: "payment",
      title: text("津贴打到哪个账户？", "Which account should the allowance go to?"),
      fields: [
        { id: "bankName", type: "text", label: text("开户银行", "Bank"), hint: text("例如：中国农业银行城东支行", "For example: Agricultural Bank of China, Chengdong branch"), maxLength: 60, prefill: "earlier", meaning: "bankName" },
        { id: "accountHolder", type: "personName", label: text("户名", "Account holder"), hint: text("须是老人本人的账户", "It must be the elder’s own account"), prefill: "profile.name" },
        { id: "bankAccount", type: "bankAccount", label: text("银行账号", "Account number"), hint: text("社会保障卡或存折上的号码，可以带空格", "The number on the social security card or passbook; blanks are fine"), prefill: "earlier", meaning: "bankAccount" },
        { id: "holderDiffers", type: "note", label: text("户名与老人姓名不同。津贴只能发到老人本人账户，请核对。", "The account holder is not the elder. The allowance goes only to the elder’s own account; please check."), visibleWhen: "!isEmpty(accountHolder) && accountHolder != applicantName" },
      ],
    },
    {
      id: "monthly",
      title: text("每月能领多少？", "How much will it be a month?"),
      description: text("按公布的 2019 年标准估算，实际金额以审核决定为准。", "An estimate by the published rates of 2019; the decision tells the actual amount."),
      fields: [{ id: "monthlyAllowance", type: "computed", label: text("预计每月津贴", "Estimated monthly allowance"), expression: "if(ageNow >= 100, 300, if(ageNow >= 90, 60, if(ageNow >= 80, 30, 0)))", display: "money" }],
    },
    {
      id: "promise",
      title: text("签名承诺", "Sign the undertaking"),
      description: text("老人去世、户口迁出或者账户变更的，家人应在 30 天内告知村（居）委会。", "On death, change of registration or of the account, the family tells the neighbourhood committee within 30 days."),
      fields: [{ id: "signature", type: "signature", label: text("申请人或代办人签名", "Signature of the elder or the relative") }],
    },
  ],
};

export const elderAllowance: HandMadeForm = {
  match: { sourceId: "elder-allowance" },
  content: {
    onlineDepth: "3",
    nameEn: "Application for the old-age allowance",
    plainName: "老人领高龄津贴",
    form,
    situations: [asSituation(filedBy)],
    materials: [
      { key: "m1", name: text("申请人户口簿", "Household register of the elder"), necessity: "required", form: "copy", source: "government", certificateType: "household-register", certificateTypes: ["household-register"], description: text("户主页和本人页", "The page of the head of household and the elder’s own page") },
      { key: "m2", ...identityCard, necessity: "required", form: "copy", description: text("正面和反面", "Both sides"), maxFiles: 2 },
      { key: "m3", name: text("代理人身份证和关系证明", "Identity card of the relative and proof of kinship"), necessity: "required", form: "copy", source: "applicant", condition: "由赡养人代办", when: "situation.filedBy == 'supporter'", maxFiles: 4 },
    ],
    steps: [steps.accept, steps.review(10), steps.decide(5)],
    result: { name: "高龄津贴审核决定书", kind: "document", validity: "每年审核一次" },
    english: {
      "本区户籍、年满80周岁（安徽池州贵池区）": "The elder is registered in this district and is 80 or older (Guichi District, Chizhou, Anhui)",
      由赡养人代办: "A supporting relative applies for the elder",
      "向户籍地村（居）委会申请": "Apply to the village or neighbourhood committee where the elder is registered",
      乡镇汇总审核: "The township collects and reviews the applications",
      "区民政局抽查、审核、审批": "The district civil affairs bureau checks some on the spot, reviews all and approves",
      财政打卡按月发放: "The allowance is paid into the account every month",
      高龄津贴审核决定书: "Decision on the old-age allowance",
      每年审核一次: "Reviewed once a year",
      "高龄津贴多少岁能领？": "From what age is the allowance paid?",
      "国家鼓励地方建立80周岁以上低收入老年人高龄津贴制度，标准由地方确定。": "The state encourages places to pay an allowance to people of 80 and over with a low income. How much it is, each place decides.",
    },
  },
};
