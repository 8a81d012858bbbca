import type { Field, FormDefinition } from "@/domain/forms/schema";
import { asSituation, noFee, option, steps, text, type HandMadeForm } from "./parts";

const business: Extract<Field, { type: "choice" }> = {
  id: "business",
  type: "choice",
  label: text("主要做哪种食品生意？", "What is the main food business?"),
  options: [
    option("sales", "食品销售", "Food sales"),
    option("catering", "餐饮服务", "Catering"),
    option("canteen", "单位食堂", "Canteen of an institution"),
  ],
};

const form: FormDefinition = {
  version: 1,
  sections: [
    { id: "business", title: business.label, description: text("只销售预包装食品或者食用农产品的，不需要许可，预包装食品办理备案即可。", "Selling only prepackaged food or farm produce needs no licence; prepackaged food needs filing only."), fields: [business] },
    {
      id: "operator",
      title: text("谁来经营？", "Who runs the business?"),
      fields: [
        { id: "operatorName", type: "text", label: text("经营者名称", "Name of the operator"), hint: text("与营业执照一致", "As on the business licence"), maxLength: 200, prefill: "organisation.name" },
        { id: "operatorUscc", type: "uscc", label: text("统一社会信用代码", "Unified social credit code"), prefill: "organisation.uscc" },
        { id: "legalRepresentative", type: "personName", label: text("法定代表人（负责人）", "Legal representative"), prefill: "organisation.legalRepresentative" },
        { id: "legalRepresentativeId", type: "citizenId", label: text("法定代表人（负责人）公民身份号码", "Citizen ID number of the legal representative") },
      ],
    },
    {
      id: "contact",
      title: text("找谁联系？", "Whom do we contact?"),
      fields: [
        { id: "contactName", type: "personName", label: text("联系人", "Contact person"), prefill: "profile.name" },
        { id: "contactPhone", type: "phone", label: text("联系电话", "Phone number"), prefill: "profile.phone" },
        { id: "contactEmail", type: "email", label: text("电子邮箱", "E-mail address"), optional: true },
      ],
    },
    {
      id: "premises",
      title: text("在哪里经营？", "Where are the premises?"),
      fields: [
        { id: "premisesAddress", type: "address", label: text("经营场所", "Address of the premises") },
        { id: "premisesArea", type: "number", label: text("经营面积", "Area of the premises"), unit: text("平方米", "m²"), decimals: 2, min: 1, max: 100000 },
        { id: "kitchenArea", type: "number", label: text("厨房面积", "Area of the kitchen"), unit: text("平方米", "m²"), decimals: 2, min: 1, max: 100000, visibleWhen: "business in ['catering', 'canteen']" },
        { id: "kitchenShare", type: "computed", label: text("厨房占经营面积的百分比", "Kitchen as a percentage of the premises"), expression: "round(kitchenArea / premisesArea * 100, 1)", display: "number", visibleWhen: "business in ['catering', 'canteen']" },
        { id: "ownership", type: "choice", label: text("场所来源", "How the premises are held"), options: [option("owned", "自有", "Owned"), option("leased", "租赁", "Leased"), option("lent", "无偿使用", "Used free of charge")] },
        { id: "premisesLease", type: "dateRange", label: text("租赁期限", "Period of the lease"), visibleWhen: "ownership == 'leased'" },
      ],
    },
    {
      id: "scope-sales",
      title: text("卖哪些食品？", "Which foods are sold?"),
      visibleWhen: "business == 'sales'",
      fields: [
        {
          id: "salesScope", type: "multipleChoice", label: text("销售项目", "Items of sale"),
          options: [option("bulkCooked", "散装熟食", "Loose cooked food"), option("bulkOther", "散装食品（不含熟食）", "Loose food other than cooked"), option("health", "保健食品", "Health food"), option("infant", "婴幼儿配方乳粉", "Infant formula"), option("special", "特殊医学用途配方食品", "Food for special medical purposes")],
        },
        { id: "coldChain", type: "yesNo", label: text("是否销售需要冷藏冷冻的食品", "Is chilled or frozen food sold?") },
        { id: "vending", type: "yesNo", label: text("是否使用自动售货设备", "Are vending machines used?") },
      ],
    },
    {
      id: "scope-catering",
      title: text("提供哪些餐饮？", "Which dishes are served?"),
      visibleWhen: "business in ['catering', 'canteen']",
      fields: [
        {
          id: "cateringScope", type: "multipleChoice", label: text("餐饮项目", "Items of catering"),
          options: [option("hot", "热食类食品制售", "Hot dishes"), option("cold", "冷食类食品制售", "Cold dishes"), option("raw", "生食类食品制售", "Raw dishes"), option("pastry", "糕点类食品制售", "Pastry"), option("drinks", "自制饮品制售", "Own drinks")],
        },
        { id: "seats", type: "number", label: text("就餐座位数", "Number of seats"), min: 0, max: 10000 },
        { id: "dinersServed", type: "number", label: text("每天就餐人数", "Diners a day"), min: 1, max: 100000, visibleWhen: "business == 'canteen'" },
        { id: "rawNote", type: "note", label: text("制售冷食、生食的，须设专间，现场核查时会检查。", "Cold and raw dishes need a separate room; the inspection checks it."), visibleWhen: "contains(cateringScope, 'cold') || contains(cateringScope, 'raw')" },
      ],
    },
    {
      id: "managers",
      title: text("谁负责食品安全？", "Who looks after food safety?"),
      fields: [
        {
          id: "managers", type: "repeatingGroup", label: text("食品安全管理人员", "Food safety managers"), min: 1, max: 10,
          fields: [
            { id: "managerName", type: "personName", label: text("管理人员姓名", "Name") },
            { id: "managerCitizenId", type: "citizenId", label: text("管理人员公民身份号码", "Citizen ID number") },
            { id: "managerRole", type: "choice", label: text("岗位", "Post"), options: [option("director", "食品安全总监", "Food safety director"), option("officer", "食品安全员", "Food safety officer")] },
            { id: "trainedOn", type: "date", label: text("培训考核合格日期", "Passed the training on"), before: "today" },
          ],
        },
        { id: "managerCount", type: "computed", label: text("管理人员人数", "Number of managers"), expression: "count(managers)", display: "number" },
      ],
    },
    {
      id: "investment",
      title: text("有哪些主要设备？", "What is the main equipment?"),
      fields: [
        {
          id: "equipment", type: "repeatingGroup", label: text("主要设备", "Main equipment"), min: 1, max: 30,
          fields: [
            { id: "equipmentName", type: "text", label: text("设备名称", "Name"), maxLength: 50 },
            { id: "equipmentCount", type: "number", label: text("数量", "Quantity"), min: 1, max: 1000 },
            { id: "equipmentPrice", type: "money", label: text("单价", "Price each"), optional: true },
            { id: "equipmentValue", type: "computed", label: text("金额", "Value"), expression: "round(equipmentCount * equipmentPrice, 2)", display: "money", visibleWhen: "!isEmpty(equipmentPrice)" },
          ],
        },
        { id: "equipmentTotal", type: "computed", label: text("设备总额", "Total value"), expression: "round(sum(equipment.equipmentValue), 2)", display: "money" },
      ],
    },
  ],
};

export const foodBusiness: HandMadeForm = {
  match: { sourceId: "food-business" },
  content: {
    onlineDepth: "3",
    nameEn: "Food business licence (new)",
    plainName: "开饭店、卖食品的许可证",
    form,
    situations: [asSituation(business)],
    materials: [
      { key: "m1", name: text("营业执照", "Business licence"), necessity: "required", form: "electronic", source: "government", certificateType: "business-licence", certificateTypes: ["business-licence"] },
      { key: "m2", name: text("经营场所的使用证明", "Proof of the right to use the premises"), necessity: "required", form: "copy", source: "applicant", description: text("产权证明、租赁合同或者无偿使用证明", "Title deed, lease, or statement of use free of charge") },
      { key: "m3", name: text("负责人及食品安全管理人员的身份证明", "Identity documents of the person in charge and the managers"), necessity: "required", form: "copy", source: "government", certificateType: "resident-id-card", maxFiles: 12 },
      { key: "m4", name: text("设施空间布局和操作流程文件", "Layout of the premises and flow of operations"), necessity: "required", form: "electronic", source: "applicant", description: text("手绘也可以，标明各区域和面积", "A sketch will do; mark each area and its size") },
      { key: "m5", name: text("食品安全管理制度文本", "Food safety rules"), necessity: "required", form: "electronic", source: "applicant" },
      { key: "m6", name: text("冷藏冷冻设施照片", "Photographs of the cold storage"), necessity: "tolerable", form: "electronic", source: "applicant", condition: "销售需要冷藏冷冻的食品", when: "coldChain == true" },
      { key: "m7", name: text("专间照片", "Photographs of the separate room"), necessity: "tolerable", form: "electronic", source: "applicant", condition: "制售冷食或者生食", when: "contains(cateringScope, 'cold') || contains(cateringScope, 'raw')" },
    ],
    steps: [steps.accept, steps.review(12), steps.decide(5), steps.certificate],
    result: {
      name: "食品经营许可证", kind: "certificate", validity: "5年", certificateType: "food-business-licence", validMonths: 60,
      face: [
        { key: "operator", label: text("经营者名称", "Operator"), field: "operatorName" },
        { key: "uscc", label: text("社会信用代码", "Social credit code"), field: "operatorUscc" },
        { key: "legalRepresentative", label: text("法定代表人（负责人）", "Legal representative"), field: "legalRepresentative" },
        { key: "premises", label: text("经营场所", "Premises"), field: "premisesAddress" },
        { key: "business", label: text("主体业态", "Kind of business"), field: "business" },
        { key: "salesScope", label: text("经营项目（销售）", "Items of sale"), field: "salesScope" },
        { key: "cateringScope", label: text("经营项目（餐饮）", "Items of catering"), field: "cateringScope" },
      ],
    },
    english: {
      "从事食品销售、餐饮服务应当取得许可": "Selling food and serving meals need this licence",
      "销售食用农产品和仅销售预包装食品不需要许可（后者备案）": "Selling farm produce for eating, or nothing but prepackaged food, needs no licence; prepackaged food is put on record instead",
      必要时现场核查: "The premises are inspected where necessary",
      销售需要冷藏冷冻的食品: "You sell food that has to be chilled or frozen",
      制售冷食或者生食: "You make and sell cold dishes or raw food",
      "依照行政许可法审核（一般期限20个工作日）": "Reviewed under the Administrative Licensing Law (20 workdays as a rule)",
      ...noFee,
      申请: "You apply",
      受理: "The application is accepted",
      现场核查: "The premises are inspected",
      审查核准: "The application is examined and approved",
      发证: "The licence is issued",
      食品经营许可证: "Food business licence",
      "5年": "5 years",
      "只卖预包装食品要办许可证吗？": "Do I need the licence if I sell nothing but prepackaged food?",
      "不需要许可，报县级以上食品安全监管部门备案。": "No. Put your business on record with the food safety authority of the county or a higher level.",
      "许可证有效期多久？": "How long is the licence valid?",
      "5年。": "5 years.",
    },
  },
};
