import type { Field, FormDefinition } from "@/domain/forms/schema";
import type { ProcessStep } from "@/domain/items/schema/process";
import { nationalities } from "./nationalities";
import { applicantFields, applicantSection, asSituation, identityCard, noFee, option, steps, text, type HandMadeForm } from "./parts";

const premisesKind: Extract<Field, { type: "choice" }> = {
  id: "premisesKind",
  type: "choice",
  label: text("经营场所是什么性质？", "What kind of premises is it?"),
  options: [
    option("shop", "商铺、写字楼", "Shop or office"),
    option("home", "住宅", "Dwelling"),
    option("online", "网络经营场所", "Online only"),
  ],
};

const form: FormDefinition = {
  version: 1,
  sections: [
    applicantSection(text("谁是经营者？", "Who is the trader?"), [
      { id: "nationality", type: "choice", label: text("民族", "Ethnic group"), options: nationalities },
      applicantFields.phone,
    ]),
    {
      id: "home",
      title: text("经营者住在哪里？", "Where does the trader live?"),
      fields: [{ id: "homeAddress", type: "address", label: text("经营者住所", "Home of the trader"), prefill: "profile.address" }],
    },
    {
      id: "composition",
      title: text("个人经营还是家庭经营？", "Run by one person or by a family?"),
      fields: [
        { id: "composition", type: "choice", label: text("组成形式", "Form"), options: [option("individual", "个人经营", "One person"), option("family", "家庭经营", "Family")] },
        {
          id: "familyMembers", type: "repeatingGroup", label: text("参加经营的家庭成员", "Family members taking part"), min: 1, max: 10, visibleWhen: "composition == 'family'",
          fields: [
            { id: "memberName", type: "personName", label: text("家庭成员姓名", "Name") },
            { id: "memberCitizenId", type: "citizenId", label: text("家庭成员公民身份号码", "Citizen ID number") },
          ],
        },
      ],
    },
    {
      id: "name",
      title: text("店铺叫什么名字？", "What is the business called?"),
      fields: [
        { id: "usesName", type: "yesNo", label: text("是否使用名称", "Is a business name used?"), hint: text("不使用名称的，以经营者姓名登记", "Without one, the trader’s own name is registered") },
        { id: "nameDivision", type: "division", level: "city", label: text("名称中的行政区划", "Division in the name"), visibleWhen: "usesName == true" },
        { id: "tradeName", type: "text", label: text("字号", "Trade name"), hint: text("两个以上汉字，例如：顺和", "Two or more Chinese characters, for example 顺和"), minLength: 2, maxLength: 20, visibleWhen: "usesName == true" },
        { id: "industry", type: "text", label: text("行业特点", "Line of business"), hint: text("例如：小吃店、理发店", "For example 小吃店, 理发店"), maxLength: 20, visibleWhen: "usesName == true" },
        { id: "businessName", type: "computed", label: text("登记名称", "Name to be registered"), expression: "if(usesName == true, tradeName + industry, applicantName)", display: "text" },
      ],
    },
    {
      id: "premises",
      title: text("在哪里经营？", "Where is the business?"),
      fields: [
        premisesKind,
        { id: "premisesAddress", type: "address", label: text("经营场所", "Address of the premises"), visibleWhen: "premisesKind != 'online'" },
        { id: "platform", type: "text", label: text("网络平台名称和店铺网址", "Online platform and address of the shop"), maxLength: 200, visibleWhen: "premisesKind == 'online'" },
        { id: "neighboursAgree", type: "yesNo", label: text("是否已经有利害关系的业主一致同意", "Have the owners concerned all agreed?"), visibleWhen: "premisesKind == 'home'" },
        { id: "neighboursNote", type: "note", label: text("把住宅改为经营场所，须经有利害关系的业主一致同意（民法典第二百七十九条）。", "Using a dwelling for business needs the consent of all owners concerned (Civil Code, art. 279)."), visibleWhen: "premisesKind == 'home' && neighboursAgree == false" },
      ],
    },
    {
      id: "scope",
      title: text("经营什么？", "What is the business?"),
      fields: [
        { id: "businessScope", type: "longText", label: text("经营范围", "Scope of business"), hint: text("每行写一项，例如：餐饮服务", "One item per line, for example 餐饮服务"), maxLength: 500 },
        { id: "capital", type: "money", label: text("资金数额", "Capital"), min: 0, optional: true },
        { id: "employees", type: "number", label: text("从业人数", "People working in it"), hint: text("包括经营者本人", "The trader included"), min: 1, max: 1000 },
        { id: "capitalEach", type: "computed", label: text("人均资金", "Capital per person"), expression: "round(capital / employees, 2)", display: "money", visibleWhen: "!isEmpty(capital)" },
      ],
    },
    {
      id: "signature",
      title: text("经营者签名", "Signature of the trader"),
      description: text("签名即确认申请书内容，不必另交纸质申请书。", "Your signature stands for the application form; no paper form is needed."),
      fields: [{ id: "signature", type: "signature", label: text("经营者签名", "Signature of the trader") }],
    },
  ],
};

const standardScopes = "['餐饮服务', '理发服务', '服装服饰零售', '日用百货销售', '食品销售（仅销售预包装食品）']";
const inPerson = "profile.citizenId == applicantCitizenId && profile.name == applicantName && composition == 'individual' && usesName == false";

/** 秒批: one person, in person, with nothing to weigh; the premises are declared by the trader and checked afterwards. */
const atOnce: ProcessStep["automatic"] = {
  rows: [
    {
      when: `${inPerson} && premisesKind == 'shop' && businessScope in ${standardScopes}`,
      explanation: { zh: "经营者本人实名申请，个人经营，不使用名称，经营范围是规范条目，商铺经营场所由经营者申报。", en: "The trader applies in person and alone, without a business name, with a standard scope, in a shop or office as declared." },
    },
    {
      when: `${inPerson} && premisesKind == 'online' && businessScope in ${standardScopes}`,
      explanation: { zh: "经营者本人实名申请，个人经营，不使用名称，经营范围是规范条目，在网络平台经营。", en: "The trader applies in person and alone, without a business name, with a standard scope, online only." },
    },
  ],
  takes: ["m1", "m2", "businessScope"],
};

export const soleTrader: HandMadeForm = {
  match: { sourceId: "sole-trader-register" },
  content: {
    onlineDepth: "3",
    nameEn: "Registration of a sole trader",
    plainName: "开个体户、办营业执照",
    form,
    situations: [asSituation(premisesKind)],
    materials: [
      { key: "m1", ...identityCard, necessity: "required" },
      { key: "m2", name: text("经营场所使用证明", "Proof of the right to use the premises"), necessity: "required", form: "copy", source: "applicant", condition: "使用实体经营场所", when: "situation.premisesKind in ['shop', 'home']", description: text("产权证明或者租赁合同", "Title deed or lease") },
      { key: "m3", name: text("有利害关系业主同意的证明", "Consent of the owners concerned"), necessity: "required", form: "copy", source: "applicant", condition: "住宅作为经营场所", when: "situation.premisesKind == 'home'" },
      { key: "m4", name: text("网络平台出具的网络经营场所使用证明", "Statement of the platform on the online premises"), necessity: "required", form: "electronic", source: "applicant", condition: "以网络经营场所登记", when: "situation.premisesKind == 'online'" },
    ],
    steps: [steps.accept, { ...steps.decide(0), automatic: atOnce }, steps.certificate],
    result: {
      name: "营业执照", kind: "certificate", certificateType: "business-licence",
      face: [
        { key: "name", label: text("名称", "Name"), field: "businessName" },
        { key: "trader", label: text("经营者", "Trader"), field: "applicantName" },
        { key: "composition", label: text("组成形式", "Form"), field: "composition" },
        { key: "premises", label: text("经营场所", "Premises"), field: "premisesAddress" },
        { key: "platform", label: text("网络经营场所", "Online premises"), field: "platform" },
        { key: "scope", label: text("经营范围", "Scope of business"), field: "businessScope" },
      ],
    },
    english: {
      使用实体经营场所: "You trade from physical premises",
      住宅作为经营场所: "You trade from a home",
      以网络经营场所登记: "You register online premises",
      "当场登记；不能当场的3个工作日": "Registered on the spot; within 3 workdays where that is not possible",
      ...noFee,
      营业执照: "Business licence",
    },
  },
};
