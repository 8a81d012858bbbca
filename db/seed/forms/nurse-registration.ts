import type { Field, FormDefinition } from "@/domain/forms/schema";
import { applicantFields, applicantSection, asSituation, identityCard, noFee, option, steps, text, type HandMadeForm } from "./parts";

const examRecency: Extract<Field, { type: "choice" }> = {
  id: "examRecency",
  type: "choice",
  label: text("护士执业资格考试是什么时候通过的？", "When did you pass the nurses’ examination?"),
  options: [option("recent", "三年之内", "Within three years"), option("older", "三年以前", "More than three years ago")],
};

const form: FormDefinition = {
  version: 1,
  sections: [
    { id: "exam-recency", title: examRecency.label, fields: [examRecency] },
    {
      id: "exam",
      title: text("考试成绩", "Your examination"),
      fields: [
        { id: "examPassedOn", type: "date", label: text("通过考试日期", "Passed on"), before: "today" },
        { id: "examScores", type: "repeatingGroup", label: text("各科成绩", "Scores"), min: 1, max: 4, fields: [
          { id: "subject", type: "choice", label: text("科目", "Subject"), options: [option("professional", "专业实务", "Professional practice"), option("practical", "实践能力", "Practical ability")] },
          { id: "score", type: "number", label: text("成绩", "Score"), min: 0, max: 500 },
        ] },
        { id: "scoreTotal", type: "computed", label: text("总成绩", "Total score"), expression: "sum(examScores.score)", display: "number" },
      ],
    },
    applicantSection(text("谁申请注册？", "Who applies for registration?"), [
      applicantFields.phone,
      { id: "email", type: "email", label: text("电子邮箱", "E-mail address"), optional: true },
    ]),
    {
      id: "education",
      title: text("在哪里学的护理？", "Where did you study nursing?"),
      fields: [
        { id: "schoolName", type: "text", label: text("毕业院校", "School"), maxLength: 100 },
        { id: "degree", type: "choice", label: text("学历", "Degree"), options: [option("secondary", "中专", "Secondary vocational"), option("college", "大专", "College"), option("bachelor", "本科", "Bachelor"), option("postgraduate", "研究生", "Postgraduate")] },
        { id: "major", type: "choice", label: text("专业", "Major"), options: [option("nursing", "护理", "Nursing"), option("midwifery", "助产", "Midwifery")] },
        { id: "studyPeriod", type: "dateRange", label: text("学习起止日期", "Studied from and to"), hint: text("全日制三年以上", "Full time, three years or more") },
        { id: "studyDays", type: "computed", label: text("学习天数", "Days of study"), expression: "daysBetween(studyPeriod.start, studyPeriod.end)", display: "number" },
        { id: "studyShort", type: "note", label: text("护理、助产专业学习须满三年。请核对起止日期。", "Nursing or midwifery studies must have lasted three years. Please check the dates."), visibleWhen: "studyDays < 1000" },
      ],
    },
    {
      id: "practice",
      title: text("在哪里完成临床实习？", "Where did you do your clinical practice?"),
      description: text("须在教学、综合医院实习 8 个月以上。", "At least eight months in a teaching or general hospital."),
      fields: [
        { id: "practiceHospital", type: "text", label: text("实习医院", "Hospital"), maxLength: 100 },
        { id: "practicePeriod", type: "dateRange", label: text("实习起止日期", "From and to") },
      ],
    },
    {
      id: "retraining",
      title: text("在哪里接受了三个月培训？", "Where did you take the three months’ training?"),
      visibleWhen: "examRecency == 'older'",
      description: text("通过考试满三年后申请的，须接受 3 个月临床护理培训并考核合格（护士条例第八条）。", "After three years, three months of clinical training with a passed test are needed."),
      fields: [
        { id: "trainingHospital", type: "text", label: text("培训医院", "Hospital"), maxLength: 100 },
        { id: "trainingPeriod", type: "dateRange", label: text("培训起止日期", "From and to") },
      ],
    },
    {
      id: "employer",
      title: text("将在哪家医疗机构执业？", "At which institution will you practise?"),
      fields: [
        { id: "employerName", type: "text", label: text("拟执业医疗机构", "Institution"), maxLength: 100 },
        { id: "employerUscc", type: "uscc", label: text("医疗机构统一社会信用代码", "Unified social credit code of the institution"), optional: true },
        { id: "employerDivision", type: "division", label: text("所在区、县", "District or county") },
        { id: "department", type: "text", label: text("拟任职科室", "Ward or department"), optional: true, maxLength: 50 },
      ],
    },
    {
      id: "health",
      title: text("健康状况符合规定吗？", "Are you in the required state of health?"),
      fields: [
        { id: "healthy", type: "yesNo", label: text("无精神病史，无色盲、色弱、双耳听力障碍，无影响履行护理职责的疾病", "No history of mental illness, no colour blindness or hearing disorder, no illness that keeps you from nursing") },
        { id: "healthRemarks", type: "longText", label: text("健康情况说明", "Remarks on your health"), maxLength: 500, visibleWhen: "healthy == false" },
        { id: "examinedOn", type: "date", label: text("体检日期", "Medical check on"), after: "examPassedOn", before: "today", optional: true },
      ],
    },
    {
      id: "signature",
      title: text("申请人签名", "Your signature"),
      fields: [{ id: "signature", type: "signature", label: text("申请人签名", "Signature of the applicant") }],
    },
  ],
};

export const nurseRegistration: HandMadeForm = {
  match: { sourceId: "nurse-register" },
  content: {
    onlineDepth: "3",
    nameEn: "Registration of a nurse",
    plainName: "护士首次注册",
    form,
    situations: [asSituation(examRecency)],
    materials: [
      { key: "m1", ...identityCard, necessity: "required" },
      { key: "m2", name: text("学历证书及临床实习证明", "Academic certificate and proof of clinical practice"), necessity: "required", form: "copy", source: "applicant", certificateType: "academic-certificate" },
      { key: "m3", name: text("护士执业资格考试成绩合格证明", "Proof of the passed examination"), necessity: "required", form: "copy", source: "applicant", maxFiles: 2 },
      { key: "m4", name: text("健康体检证明", "Medical certificate"), necessity: "required", form: "original", source: "applicant", description: text("二级以上医疗机构出具，6 个月内有效", "By a hospital of class two or above, not older than six months") },
      { key: "m5", name: text("临床护理培训考核合格证明", "Proof of the passed clinical training"), necessity: "required", form: "copy", source: "applicant", condition: "通过考试满三年", when: "situation.examRecency == 'older'" },
      { key: "m6", name: text("医疗机构拟聘用证明", "Statement of the institution that it will employ you"), necessity: "tolerable", form: "copy", source: "applicant" },
    ],
    steps: [steps.accept, steps.review(10), steps.decide(5), steps.certificate],
    result: {
      name: "护士执业证书", kind: "certificate", validity: "5年", certificateType: "nurse-practice", validMonths: 60,
      face: [
        { key: "name", label: text("姓名", "Name"), field: "applicantName" },
        { key: "sex", label: text("性别", "Sex"), field: "applicantSex" },
        { key: "birthOn", label: text("出生日期", "Date of birth"), field: "applicantBirthOn" },
        { key: "citizenId", label: text("公民身份号码", "Citizen ID number"), field: "applicantCitizenId" },
        { key: "institution", label: text("执业地点", "Institution"), field: "employerName" },
      ],
    },
    english: {
      具有完全民事行为能力: "You have full capacity to act in law",
      "完成3年以上护理、助产专业学习（含8个月以上临床实习）并取得学历证书": "You have completed at least three years of nursing or midwifery studies, with eight months or more of clinical practice, and hold the diploma",
      通过护士执业资格考试: "You have passed the national nurse qualification examination",
      符合健康标准: "You meet the health standards",
      "自通过考试之日起3年内提出，逾期须3个月培训考核合格": "You apply within three years of passing the examination; after that you must first complete three months of training and pass an assessment",
      通过考试满三年: "You passed the examination three years ago or earlier",
      "自收到申请之日起20个工作日": "20 workdays from the day the application is received",
      ...noFee,
      申请: "You apply",
      "受理（不齐当场或5个工作日内一次告知补正）": "The application is accepted (if anything is missing, you are told all of it at once, on the spot or within 5 workdays)",
      "审查（需核实的2人以上核查）": "The application is examined (facts that need checking are checked by at least two officers)",
      决定: "A decision is made",
      "颁发送达（决定后10个工作日内）": "The certificate is issued and delivered (within 10 workdays of the decision)",
      护士执业证书: "Nurse’s practice certificate",
      "5年": "5 years",
      "考试通过几年后还能注册吗？": "Can I still register years after passing the examination?",
      "3年内直接申请；逾期需在医疗机构接受3个月临床护理培训并考核合格。": "Within 3 years, apply directly. After that, you must first complete 3 months of clinical nursing training at a medical institution and pass an assessment.",
    },
  },
};
