import type { Field, FormDefinition } from "@/domain/forms/schema";
import { nationalities } from "./nationalities";
import { applicantFields, applicantSection, asSituation, identityCard, option, steps, text, type HandMadeForm } from "./parts";

const filedBy: Extract<Field, { type: "choice" }> = {
  id: "filedBy",
  type: "choice",
  label: text("由谁来办理？", "Who is filing this application?"),
  options: [option("self", "本人办理", "The applicant"), option("relative", "监护人或近亲属代办", "A guardian or close relative")],
};

const basis: Extract<Field, { type: "choice" }> = {
  id: "basis",
  type: "choice",
  label: text("以什么理由申领居住证？", "On what ground do you apply?"),
  options: [
    option("employment", "合法稳定就业", "Stable lawful employment"),
    option("housing", "合法稳定住所", "Stable lawful housing"),
    option("study", "连续就读", "Continuous study"),
  ],
};

const form: FormDefinition = {
  version: 1,
  sections: [
    { id: "filed-by", title: filedBy.label, fields: [filedBy] },
    {
      id: "relative",
      title: text("代办人是谁？", "Who is filing for the applicant?"),
      visibleWhen: "filedBy == 'relative'",
      fields: [
        { id: "relativeName", type: "personName", label: text("代办人姓名", "Name of the relative") },
        { id: "relativeCitizenId", type: "citizenId", label: text("代办人公民身份号码", "Citizen ID number of the relative") },
        { id: "relativeKinship", type: "text", label: text("与申请人的关系", "Relationship to the applicant"), hint: text("例如：女儿、监护人", "For example: daughter, guardian"), maxLength: 20 },
      ],
    },
    {
      ...applicantSection(text("谁申领居住证？", "Who is the residence permit for?"), [{ id: "nationality", type: "choice", label: text("民族", "Ethnic group"), options: nationalities, prefill: { from: ["certificate.residence-permit.nationality", "earlier"] }, meaning: "nationality" }]),
      description: text("代办的，请填写被代办人的信息。", "If you file for someone else, fill in that person’s details."),
    },
    {
      id: "contact",
      title: text("怎样联系您？", "How can we reach you?"),
      fields: [applicantFields.phone, { id: "email", type: "email", label: text("电子邮箱", "E-mail address"), optional: true, prefill: "earlier", meaning: "email" }],
    },
    {
      id: "registered",
      title: text("户口在哪里？", "Where is your household registered?"),
      fields: [{ id: "registeredAddress", type: "address", label: text("常住户口所在地住址", "Registered permanent address"), prefill: "earlier", meaning: "registeredAddress" }],
    },
    {
      id: "residence",
      title: text("现在住在哪里？", "Where do you live now?"),
      fields: [
        { id: "residenceAddress", type: "address", label: text("居住地住址", "Address of residence"), hint: text("这个住址会印在居住证上", "This address is printed on the permit"), prefill: { from: ["profile.address", "earlier"] }, meaning: "homeAddress" },
        { id: "livingSince", type: "date", label: text("从哪天起在本市居住", "Living in this city since"), before: "today", prefill: "earlier" },
        { id: "daysLived", type: "computed", label: text("已居住天数", "Days lived here so far"), expression: "daysBetween(livingSince, today)", display: "number" },
        { id: "tooEarly", type: "note", label: text("离开户口所在地到本市居住满半年才能申领。您仍可提交，受理时会按居住登记核对日期。", "A permit needs half a year of residence. You may still apply; the office checks the date against the residence register."), visibleWhen: "daysLived < 182" },
      ],
    },
    {
      id: "housing",
      title: text("住的是什么房子？", "What kind of home is it?"),
      fields: [
        {
          id: "housing", type: "choice", label: text("住所类型", "Kind of home"),
          options: [option("own", "自有住房", "Own home"), option("rented", "租房", "Rented"), option("dormitory", "单位或学校宿舍", "Dormitory of employer or school"), option("family", "借住亲友家", "With family or friends")],
        },
        { id: "landlordName", type: "personName", label: text("房东姓名", "Name of the landlord"), visibleWhen: "housing == 'rented'" },
        { id: "landlordPhone", type: "phone", label: text("房东电话", "Phone number of the landlord"), visibleWhen: "housing == 'rented'" },
        { id: "leasePeriod", type: "dateRange", label: text("租赁期限", "Period of the lease"), visibleWhen: "housing == 'rented'" },
      ],
    },
    { id: "basis", title: basis.label, fields: [basis] },
    {
      id: "employment",
      title: text("在哪里工作？", "Where do you work?"),
      visibleWhen: "basis == 'employment'",
      fields: [
        { id: "employerName", type: "text", label: text("单位名称", "Name of the employer"), maxLength: 100, prefill: "earlier", meaning: "employerName" },
        { id: "employerUscc", type: "uscc", label: text("单位统一社会信用代码", "Unified social credit code of the employer"), hint: text("印在营业执照上，不清楚可以不填", "It is on the business licence; leave it blank if you do not know it"), optional: true, prefill: "earlier", meaning: "employerUscc" },
        { id: "contractPeriod", type: "dateRange", label: text("劳动合同期限", "Period of the labour contract"), hint: text("无固定期限的，结束日期填写退休日期", "For an open-ended contract give the day of retirement as the end") },
      ],
    },
    {
      id: "study",
      title: text("在哪里就读？", "Where do you study?"),
      visibleWhen: "basis == 'study'",
      fields: [
        { id: "schoolName", type: "text", label: text("学校名称", "Name of the school"), maxLength: 100 },
        { id: "studyPeriod", type: "dateRange", label: text("学籍起止日期", "Enrolled from and to") },
      ],
    },
    {
      id: "family",
      title: text("有随同居住的家人吗？", "Do family members live with you?"),
      description: text("没有可以直接继续。", "If there are none, simply continue."),
      fields: [
        {
          id: "family", type: "repeatingGroup", label: text("随同居住的家人", "Family members living with you"), optional: true, max: 10,
          fields: [
            { id: "memberName", type: "personName", label: text("家人姓名", "Name") },
            { id: "memberKinship", type: "choice", label: text("与您的关系", "Relationship to you"), options: [option("spouse", "配偶", "Spouse"), option("child", "子女", "Child"), option("parent", "父母", "Parent"), option("other", "其他", "Other")] },
            { id: "memberBirthOn", type: "date", label: text("家人出生日期", "Date of birth"), before: "today" },
            { id: "memberSchool", type: "text", label: text("就读学校", "School attended"), optional: true, maxLength: 100, visibleWhen: "memberKinship == 'child' && age(memberBirthOn, today) >= 6" },
          ],
        },
      ],
    },
  ],
};

export const residencePermit: HandMadeForm = {
  match: { sourceId: "residence-permit" },
  content: {
    onlineDepth: "3",
    nameEn: "Application for a residence permit",
    plainName: "办居住证",
    form,
    situations: [asSituation(filedBy), asSituation(basis)],
    materials: [
      { key: "m1", ...identityCard, necessity: "required" },
      { key: "m2", name: text("本人相片", "Photograph of the applicant"), necessity: "required", form: "electronic", source: "applicant", maxFiles: 1, description: text("近期免冠正面照，白色背景，清楚不遮挡", "Recent, bareheaded, facing the camera, white background") },
      { key: "m3", name: text("居住地住址证明", "Proof of the address of residence"), necessity: "required", form: "copy", source: "applicant", description: text("租赁合同、产权证明、购房合同，或者出租人、单位、学校出具的住宿证明，任选一种", "One of: lease, title deed, purchase contract, or a statement by landlord, employer or school") },
      { key: "m4", name: text("就业证明", "Proof of employment"), necessity: "required", form: "copy", source: "applicant", condition: "以就业为由", when: "situation.basis == 'employment'", certificateType: "business-licence", description: text("营业执照、劳动合同或者劳动关系证明，任选一种", "One of: business licence, labour contract, proof of the labour relation") },
      { key: "m5", name: text("就读证明", "Proof of study"), necessity: "required", form: "copy", source: "applicant", condition: "以就读为由", when: "situation.basis == 'study'", description: text("学生证或者学校出具的证明", "Student card or a statement by the school") },
      { key: "m6", name: text("委托人与代办人身份证件", "Identity documents of both persons"), necessity: "required", form: "copy", source: "applicant", condition: "监护人或近亲属代办", when: "situation.filedBy == 'relative'", certificateType: "resident-id-card", maxFiles: 4 },
    ],
    steps: [steps.accept, steps.review(5), steps.decide(3), steps.certificate],
    result: {
      name: "居住证", kind: "certificate", validity: "每年签注1次", certificateType: "residence-permit", validMonths: 12,
      face: [
        { key: "name", label: text("姓名", "Name"), field: "applicantName" },
        { key: "sex", label: text("性别", "Sex"), field: "applicantSex" },
        { key: "nationality", label: text("民族", "Ethnic group"), field: "nationality" },
        { key: "birthOn", label: text("出生日期", "Date of birth"), field: "applicantBirthOn" },
        { key: "citizenId", label: text("公民身份号码", "Citizen ID number"), field: "applicantCitizenId" },
        { key: "registeredAddress", label: text("常住户口所在地住址", "Registered permanent address"), field: "registeredAddress" },
        { key: "residenceAddress", label: text("居住地住址", "Address of residence"), field: "residenceAddress" },
      ],
    },
    english: {
      离开常住户口所在地到其他城市居住半年以上: "You have left the place where your household is registered and have lived in another city for at least half a year",
      "有合法稳定就业、合法稳定住所、连续就读之一": "You have one of these here: lawful and stable work, a lawful and stable home, or continuous schooling",
      以就业为由: "You apply on the ground of work",
      以就读为由: "You apply on the ground of study",
      监护人或近亲属代办: "A guardian or close relative applies for you",
      "自受理之日起15日内制发；偏远等特殊情形最长30日": "Made and issued within 15 days of acceptance; up to 30 days in remote areas and other special cases",
      向派出所或受托社区机构提交材料: "Hand in your documents at the police station or at the community office that it has entrusted",
      材料不全一次性告知: "If documents are missing, you are told all of them at once",
      审核制发: "The application is reviewed, and the permit is made and issued",
      居住证: "Residence permit",
      "每年签注1次": "Endorsed once a year",
      "居住证多久签注一次？": "How often is a residence permit endorsed?",
      "每年1次，在居住每满1年之日前1个月内办理；逾期使用功能中止，补签后恢复。": "Once a year, in the month before each full year of residence ends. A permit that is not endorsed in time cannot be used until you have it endorsed.",
      "老人孩子能代办吗？": "Can somebody else apply for a child or an older person?",
      "未满16周岁和行动不便的老年人、残疾人等可由监护人、近亲属代办。": "Yes. A guardian or close relative may apply for children under 16, and for older or disabled people who find it hard to get about.",
    },
  },
};
