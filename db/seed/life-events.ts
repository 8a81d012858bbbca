import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lifeEventRevisions, lifeEvents, serviceItemRevisions, serviceItems } from "@/db/schema";
import { formOf } from "@/domain/items/rules";
import { analyseLifeEvent } from "@/domain/lifeEvents/rules";
import { LifeEventContent } from "@/domain/lifeEvents/schema";
import { option, text } from "./forms/parts";

type Seeded = { key: string; leads: string; content: LifeEventContent };

const contact = {
  phone: { id: "phone", type: "phone", label: text("联系电话", "Phone number"), hint: text("各部门都用这个号码联系您", "All departments reach you at this number"), prefill: "profile.phone" },
  address: { id: "address", type: "address", label: text("联系地址", "Contact address"), prefill: "profile.address" },
} as const;
const contactPage = { id: "contact", title: text("怎么联系您？", "How can we reach you?"), fields: [contact.phone, contact.address] };
// The forms made from an item's facts ask for the same two under these ids.
const toGenerated = (member: string) => [{ question: "phone", member, field: "applicantPhone" }, { question: "address", member, field: "applicantAddress" }];

/** 高效办成一件事 of the demo city (national list 2024), of items that are documented; members by the items' source ids. */
const seeded: readonly Seeded[] = [
  {
    key: "disability-services", leads: "disability-cert",
    content: {
      name: text("残疾人服务一件事", "Services for disabled people"),
      summary: text("残疾人证、生活补贴、护理补贴一次申请，户口簿等材料只交一次。", "Certificate, living allowance and care allowance in one go; documents are handed in once."),
      stage: "relief", audience: "person",
      questions: {
        version: 1,
        sections: [
          { id: "certificate", title: text("您有残疾人证吗？", "Do you have a disabled person’s certificate?"), fields: [{ id: "certificate", type: "choice", label: text("残疾人证", "Certificate"), options: [option("none", "没有，这次一起办", "No, I apply for it now"), option("valid", "有，还在有效期内", "Yes, and it is valid")] }] },
          { id: "need", title: text("您的情况怎样？", "What is your situation?"), fields: [
            { id: "lowIncome", type: "yesNo", label: text("是否享受最低生活保障，或者属于低收入家庭", "Do you receive the minimum living allowance, or is your household’s income low?") },
            { id: "severe", type: "yesNo", label: text("残疾等级是否为一级或者二级，需要长期照护", "Is the degree one or two, with long-term care needed?") },
          ] },
          contactPage,
        ],
      },
      members: [
        { key: "certificate", itemCode: "disability-cert", when: "certificate == 'none'" },
        { key: "living", itemCode: "disability-subsidy-living", when: "lowIncome == true" },
        { key: "care", itemCode: "disability-subsidy-care", when: "severe == true" },
      ],
      shared: [{ question: "phone", member: "certificate", field: "ownPhone" }, ...toGenerated("living"), ...toGenerated("care")],
      materials: [
        { name: text("居民身份证", "Resident identity card"), in: [{ member: "certificate", field: "m1" }, { member: "living", field: "m2" }, { member: "care", field: "m2" }] },
        { name: text("居民户口簿", "Household register"), in: [{ member: "certificate", field: "m2" }, { member: "living", field: "m3" }, { member: "care", field: "m3" }] },
        { name: text("残疾人证", "Disabled person’s certificate"), in: [{ member: "living", field: "m4" }, { member: "care", field: "m4" }] },
        { name: text("社会保障卡", "Social security card"), in: [{ member: "living", field: "m6" }, { member: "care", field: "m5" }] },
      ],
    },
  },
  {
    key: "new-baby", leads: "birth-household",
    content: {
      name: text("新生儿出生一件事", "A child is born"),
      summary: text("出生登记和社会保险登记一次办，联系方式只填一次。", "Register the birth and the social insurance in one go; contact details are asked once."),
      stage: "birth", audience: "person",
      questions: {
        version: 1,
        sections: [
          { id: "insurance", title: text("孩子要参加社会保险吗？", "Shall the child be insured?"), fields: [{ id: "insured", type: "yesNo", label: text("同时办理社会保险登记、领取社会保障卡", "Register for social insurance and a social security card as well") }] },
          contactPage,
        ],
      },
      members: [{ key: "household", itemCode: "birth-household" }, { key: "insurance", itemCode: "social-insurance-register", when: "insured == true" }],
      shared: [...toGenerated("household"), ...toGenerated("insurance")],
      materials: [],
    },
  },
];

/** The life events of the demo city; one whose items are not there is left out. */
export async function seedLifeEvents(tx: Tx, now: Date, report: (message: string) => void): Promise<void> {
  const wanted = seeded.flatMap(({ content }) => content.members.map(({ itemCode }) => itemCode));
  const rows = await tx.select({ sourceId: serviceItems.sourceId, code: serviceItems.code, departmentId: serviceItems.departmentId, divisionCode: serviceItems.divisionCode, content: serviceItemRevisions.content }).from(serviceItems)
    .innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published"))).where(inArray(serviceItems.sourceId, wanted));
  const items = new Map(rows.map((row) => [row.sourceId, row]));
  let made = 0;
  for (const { key, leads, content } of seeded) {
    const lead = items.get(leads);
    const members = content.members.map((member) => ({ ...member, itemCode: items.get(member.itemCode)?.code ?? "" }));
    if (!lead || members.some(({ itemCode }) => itemCode === "")) continue;
    const whole = LifeEventContent.parse({ ...content, members });
    const forms = new Map(content.members.map(({ key: member, itemCode }) => {
      const item = items.get(itemCode);
      return [member, item && { form: formOf(item.content), audience: item.content.audience }];
    }));
    const [problem] = analyseLifeEvent(whole, forms);
    if (problem) throw new Error(`life event ${key}: ${problem.path} ${problem.code} ${JSON.stringify(problem.params)}`);
    made += await insert(tx, { key, departmentId: lead.departmentId, divisionCode: lead.divisionCode, content: whole, now });
  }
  report(`${made} life events`);
}

async function insert(tx: Tx, { key, departmentId, divisionCode, content, now }: { key: string; departmentId: string; divisionCode: string; content: LifeEventContent; now: Date }): Promise<number> {
  const [event] = await tx.insert(lifeEvents).values({ key, departmentId, divisionCode, createdAt: now }).onConflictDoNothing().returning({ id: lifeEvents.id });
  if (!event) return 0;
  const seededBy = { editors: [crypto.randomUUID()], publishedBy: crypto.randomUUID(), publishedAt: now, updatedAt: now };
  const [revision] = await tx.insert(lifeEventRevisions).values({ lifeEventId: event.id, number: 1, status: "published", content, ...seededBy }).returning({ id: lifeEventRevisions.id });
  await tx.update(lifeEvents).set({ currentRevisionId: revision?.id ?? null }).where(eq(lifeEvents.id, event.id));
  return 1;
}
