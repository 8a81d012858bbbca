/** The groups in which the citizens' glossary is read. */
export const glossaryGroups = ["applying", "time", "result", "who"] as const;
type Group = (typeof glossaryGroups)[number];

/** A word of the citizens' glossary: its group, and the spellings by which it is recognised in a text of either language. */
type Word = { group: Group; zh: readonly string[]; en: readonly string[] };

/** The words themselves; what they mean is in the catalogue, under `glossary.words`. */
export const glossary = {
  item: { group: "applying", zh: ["政务服务事项"], en: ["service item"] },
  guide: { group: "applying", zh: ["办事指南"], en: [] },
  material: { group: "applying", zh: ["申请材料"], en: [] },
  original: { group: "applying", zh: ["原件"], en: [] },
  onlineDepth: { group: "applying", zh: ["全程网办", "全程网上办理"], en: ["fully online"] },
  window: { group: "applying", zh: ["综合窗口"], en: ["one-stop counter"] },
  lifeEvent: { group: "applying", zh: ["高效办成一件事"], en: ["life event"] },
  commitment: { group: "applying", zh: ["告知承诺制", "告知承诺"], en: [] },
  tolerable: { group: "applying", zh: ["容缺受理", "容缺"], en: [] },
  accept: { group: "applying", zh: ["受理"], en: [] },
  correction: { group: "applying", zh: ["补正"], en: [] },
  queryCode: { group: "applying", zh: ["查询码"], en: ["query code"] },
  delegate: { group: "applying", zh: [], en: [] },
  workday: { group: "time", zh: ["个工作日", "工作日"], en: ["workdays", "workday"] },
  calendarDay: { group: "time", zh: ["自然日"], en: ["calendar days", "calendar day"] },
  makeUpDay: { group: "time", zh: ["调休上班", "调休"], en: ["make-up workday"] },
  instant: { group: "time", zh: ["即办件"], en: [] },
  promised: { group: "time", zh: ["承诺件"], en: [] },
  statutoryLimit: { group: "time", zh: ["法定办结时限", "法定时限", "法定期限"], en: ["statutory limit"] },
  promisedLimit: { group: "time", zh: ["承诺办结时限", "承诺时限"], en: ["promised limit"] },
  specialProcedure: { group: "time", zh: ["特别程序"], en: ["special procedure"] },
  permit: { group: "result", zh: ["行政许可"], en: [] },
  confirmation: { group: "result", zh: ["行政确认"], en: [] },
  refuse: { group: "result", zh: ["不予受理"], en: [] },
  certificate: { group: "result", zh: ["电子证照"], en: ["e-certificate"] },
  seal: { group: "result", zh: ["电子印章"], en: ["electronic seal"] },
  validity: { group: "result", zh: [], en: [] },
  service: { group: "result", zh: [], en: [] },
  hearing: { group: "result", zh: ["听证"], en: ["hearing"] },
  reconsideration: { group: "result", zh: ["行政复议"], en: ["administrative reconsideration"] },
  litigation: { group: "result", zh: ["行政诉讼"], en: ["administrative litigation"] },
  naturalPerson: { group: "who", zh: ["自然人"], en: ["natural person"] },
  legalPerson: { group: "who", zh: ["法人"], en: ["legal person"] },
  representative: { group: "who", zh: ["法定代表人"], en: ["legal representative"] },
  agent: { group: "who", zh: ["经办人"], en: [] },
  uscc: { group: "who", zh: ["统一社会信用代码"], en: ["unified social credit code"] },
  organ: { group: "who", zh: ["实施主体"], en: [] },
  household: { group: "who", zh: ["户籍所在地", "户口所在地"], en: ["household registration"] },
  division: { group: "who", zh: ["行政区划"], en: [] },
} as const satisfies Record<string, Word>;

export type GlossaryWord = keyof typeof glossary;
export const glossaryWords = Object.keys(glossary).filter((word): word is GlossaryWord => word in glossary);
