import type { Field, FormDefinition } from "@/domain/forms/schema";
import { nationalities } from "./nationalities";
import { applicantFields, applicantSection, asSituation, identityCard, option, steps, text, type HandMadeForm } from "./parts";

const guardian: Extract<Field, { type: "choice" }> = {
  id: "guardian",
  type: "choice",
  label: text("申请人是否未成年，或者有智力、精神残疾？", "Is the applicant a minor, or intellectually or mentally disabled?"),
  options: [option("yes", "是，由监护人代为申请", "Yes, a guardian applies"), option("no", "否，本人申请", "No, the applicant applies in person")],
};

const kinds = [
  option("vision", "视力残疾", "Vision"), option("hearing", "听力残疾", "Hearing"), option("speech", "言语残疾", "Speech"),
  option("physical", "肢体残疾", "Physical"), option("intellectual", "智力残疾", "Intellectual"), option("mental", "精神残疾", "Mental"),
];

const form: FormDefinition = {
  version: 1,
  sections: [
    { id: "guardian-needed", title: guardian.label, fields: [guardian] },
    {
      ...applicantSection(text("谁申领残疾人证？", "Who is the certificate for?"), [
        { id: "nationality", type: "choice", label: text("民族", "Ethnic group"), options: nationalities },
        { ...applicantFields.phone, optional: true, visibleWhen: "guardian == 'yes'" },
        { ...applicantFields.phone, id: "ownPhone", visibleWhen: "guardian == 'no'" },
      ]),
      description: text("监护人代为申请的，请填写残疾人的信息。", "A guardian fills in the details of the disabled person."),
    },
    {
      id: "guardian",
      title: text("监护人是谁？", "Who is the guardian?"),
      visibleWhen: "guardian == 'yes'",
      fields: [
        { id: "guardianName", type: "personName", label: text("监护人姓名", "Name of the guardian") },
        { id: "guardianCitizenId", type: "citizenId", label: text("监护人公民身份号码", "Citizen ID number of the guardian") },
        { id: "guardianPhone", type: "phone", label: text("监护人电话", "Phone number of the guardian") },
        { id: "guardianKinship", type: "choice", label: text("与残疾人的关系", "Relationship to the disabled person"), options: [option("parent", "父母", "Parent"), option("spouse", "配偶", "Spouse"), option("child", "子女", "Child"), option("other", "其他", "Other")] },
        { id: "guardianKinshipOther", type: "text", label: text("其他关系的说明", "Which other relationship"), maxLength: 50, visibleWhen: "guardianKinship == 'other'" },
      ],
    },
    {
      id: "registered",
      title: text("户口和住处在哪里？", "Where is the applicant registered, and where does the applicant live?"),
      fields: [
        { id: "registeredAddress", type: "address", label: text("户籍地址", "Registered address"), hint: text("残疾人证在户籍所在地申领", "The certificate is applied for where the household is registered") },
        { id: "livesElsewhere", type: "yesNo", label: text("是否住在别处", "Does the applicant live elsewhere?") },
        { id: "homeAddress", type: "address", label: text("现住址", "Present address"), visibleWhen: "livesElsewhere == true" },
      ],
    },
    {
      id: "disability",
      title: text("申请评定哪类残疾？", "Which disability is to be assessed?"),
      fields: [
        { id: "disabilityKinds", type: "multipleChoice", label: text("残疾类别", "Kinds of disability"), hint: text("有两类以上的都选上，评定为多重残疾", "Choose all that apply"), options: kinds },
        { id: "multiple", type: "computed", label: text("是否多重残疾", "Multiple disability"), expression: "if(count(disabilityKinds) > 1, '多重残疾', '单一残疾')", display: "text" },
        { id: "sinceOn", type: "date", label: text("致残日期", "Disabled since"), hint: text("先天残疾请填写出生日期", "For a disability from birth, enter the date of birth"), after: "applicantBirthOn", before: "today" },
        { id: "cause", type: "longText", label: text("致残原因", "Cause of the disability"), hint: text("例如：先天、疾病、工伤、交通事故", "For example: from birth, illness, work accident, traffic accident"), maxLength: 500 },
      ],
    },
    {
      id: "assessment",
      title: text("怎样安排残疾评定？", "How shall the assessment be arranged?"),
      fields: [
        { id: "needsHomeVisit", type: "yesNo", label: text("是否需要上门评定", "Is an assessment at home needed?"), hint: text("卧床或者行动极为不便的可以申请", "For those who are bedridden or can hardly move") },
        { id: "homeVisitReason", type: "longText", label: text("需要上门的原因", "Why at home"), maxLength: 300, visibleWhen: "needsHomeVisit == true" },
        { id: "preferredPeriod", type: "dateRange", label: text("方便的时间段", "Convenient period"), optional: true },
        { id: "treatments", type: "repeatingGroup", label: text("就诊经历", "Treatments"), optional: true, max: 10, fields: [
          { id: "hospital", type: "text", label: text("医院", "Hospital"), maxLength: 100 },
          { id: "treatedPeriod", type: "dateRange", label: text("就诊起止日期", "From and to") },
          { id: "diagnosis", type: "longText", label: text("诊断", "Diagnosis"), maxLength: 300 },
        ] },
      ],
    },
    {
      id: "photo",
      title: text("上传证件照片", "Upload the photograph"),
      fields: [{ id: "m3", type: "file", label: text("2 寸免冠白底彩照", "Colour photograph, white background"), hint: text("近期正面照，清楚不遮挡；手机拍摄也可以", "Recent, facing the camera; a phone photo will do"), maxFiles: 1 }],
    },
  ],
};

export const disabilityCertificate: HandMadeForm = {
  match: { sourceId: "disability-cert" },
  content: {
    onlineDepth: "3",
    nameEn: "Disabled person’s certificate (new)",
    plainName: "办残疾人证",
    form,
    situations: [asSituation(guardian)],
    materials: [
      { key: "m1", ...identityCard, necessity: "required", form: "copy", copies: 1, maxFiles: 2 },
      { key: "m2", name: text("居民户口簿", "Household register"), necessity: "required", form: "copy", copies: 1, source: "government", certificateType: "household-register", certificateTypes: ["household-register"] },
      { key: "m3", name: text("2 寸免冠白底彩照", "Colour photograph, white background"), necessity: "required", form: "electronic", copies: 2, source: "applicant", maxFiles: 1 },
      { key: "m4", name: text("监护人身份证明及与申请人的关系证明", "Identity of the guardian and proof of kinship"), necessity: "required", form: "copy", source: "applicant", condition: "未成年人、智力或精神残疾", when: "situation.guardian == 'yes'", maxFiles: 4 },
    ],
    steps: [steps.accept, steps.review(15), steps.decide(5), steps.certificate],
    result: {
      name: "中华人民共和国残疾人证", kind: "certificate", certificateType: "disability-certificate", validMonths: 120,
      face: [
        { key: "name", label: text("姓名", "Name"), field: "applicantName" },
        { key: "sex", label: text("性别", "Sex"), field: "applicantSex" },
        { key: "nationality", label: text("民族", "Ethnic group"), field: "nationality" },
        { key: "birthOn", label: text("出生日期", "Date of birth"), field: "applicantBirthOn" },
        { key: "citizenId", label: text("公民身份号码", "Citizen ID number"), field: "applicantCitizenId" },
        { key: "address", label: text("户籍地址", "Registered address"), field: "registeredAddress" },
        { key: "kinds", label: text("残疾类别", "Kinds of disability"), field: "disabilityKinds" },
        { key: "guardian", label: text("监护人", "Guardian"), field: "guardianName" },
      ],
    },
    english: {
      "户籍所在地申领，自愿": "You apply where your household is registered, and of your own free will",
      经指定医疗机构残疾评定符合标准: "A designated hospital has assessed your disability and found that it meets the standard",
      "未成年人、智力或精神残疾": "The applicant is a minor, or has an intellectual or mental disability",
      "向乡镇便民服务中心、县政务中心或网上申请": "Apply at the township service centre, at the county government service centre or online",
      县级残联受理: "The county disabled persons’ federation accepts the application",
      "指定医院残疾评定（对结论有异议的10个工作日内可申请复核）": "The designated hospital assesses the disability (if you disagree with its finding, you may ask for another assessment within 10 workdays)",
      "公示5个工作日": "The result is made public for 5 workdays",
      审核录入: "The application is reviewed and entered",
      "先核发电子残疾人证，再制发实体证": "The electronic certificate is issued first, then the card is made",
      中华人民共和国残疾人证: "Disability certificate of the People’s Republic of China",
      "残疾评定结果不服怎么办？": "What can I do if I disagree with the assessment?",
      "可在10个工作日内向上一级残联提出复核（辰溪县）。": "Ask the disabled persons’ federation of the next higher level for another assessment within 10 workdays (Chenxi County).",
      "公示要多久？": "How long is the result made public?",
      "评残结果公示5个工作日（辰溪县）；湖南省规定公示无异议的最快3个工作日内办结。": "For 5 workdays (Chenxi County). In Hunan, where nobody objects, the case can be finished within as few as 3 workdays.",
    },
  },
};
