import { certificateNotices, noticeKinds, type MessageTemplate, type NoticeKind, type WrittenTemplate } from "../schema";
import { MessageText, NoticeText, StepText, StepTextKind, type LetterKind, type TextContent, type TextKind } from "../schema/texts";
import { fillText, readText, slotsIn } from "./fill";
import firstMessages from "./first-messages.json";
import { firstNotices } from "./first-notices";
import type { noticeValues } from "./values";

export type Slot = keyof ReturnType<typeof noticeValues>;

const messages: Record<MessageTemplate, MessageText> = firstMessages;

const letters: Record<LetterKind, MessageText> = {
  security: { zh: "您的账户安全有变动。请登录查看；不是您本人操作的，请立即拨打 12345。", en: "Something about the security of your account has changed. Sign in to see what; if this was not you, call 12345 at once." },
  case: { zh: "您的申请 {number} 有新进展，请登录查看。", en: "There is news of your application {number}. Sign in to read it." },
  other: { zh: "您有一条新消息，请登录查看。", en: "There is a new message for you. Sign in to read it." },
};

const firsts = new Map<TextKind, TextContent>([
  ...noticeKinds.map((kind): [TextKind, TextContent] => [`notice.${kind}`, firstNotices[kind]]),
  ...(Object.keys(messages) as MessageTemplate[]).map((kind): [TextKind, TextContent] => [`message.${kind}`, messages[kind]]),
  ...(Object.keys(letters) as LetterKind[]).map((kind): [TextKind, TextContent] => [`letter.${kind}`, letters[kind]]),
]);

/** The first version of a text, which ships with the code and never changes. */
export function firstText(kind: TextKind): TextContent {
  const text = firsts.get(kind);
  if (!text) throw new Error(`no first text of ${kind}`);
  return text;
}

/** The kind of notice a text is of; nothing for messages and letters. */
export const noticeOf = (kind: TextKind): NoticeKind | undefined => noticeKinds.find((notice) => `notice.${notice}` === kind);

export const isStepText = (kind: TextKind): kind is StepTextKind => StepTextKind.safeParse(kind).success;

/** The text that a message was written by. */
export function textOfMessage({ template, params }: { template: WrittenTemplate; params: Readonly<Record<string, string>> }): TextKind {
  return template === "stepTold" ? StepTextKind.parse(`step.${params["text"]}`) : `message.${template}`;
}

/** What a message or letter says, without what its text is called. Notices say more than that. */
export const wordsOf = (content: TextContent): MessageText => MessageText.parse("zh" in content ? { zh: content.zh, en: content.en } : content);

const always = ["number", "itemName", "you", "receivedOn", "issuedOn", "recipient", "issuer"] as const;
const ofCertificate = ["taken", "certificateName", "certificateNumber", "identifier", "reason", "basis"] as const;
const remedies = ["reviewTerm", "litigationTerm", "reviewUrl"] as const;

/** What a notice may say beside `always`, and what of it the law wants in each (行政许可法 32, 38, 42, 45; 行政复议法 20). */
const slots: Record<NoticeKind, { must: readonly Slot[]; may: readonly Slot[] }> = {
  accept: { must: ["number", "itemName", "receivedOn", "law", "promisedDueOn"], may: ["statutoryDueOn"] },
  deemAccept: { must: ["number", "itemName", "receivedOn", "law", "promisedDueOn"], may: ["statutoryDueOn"] },
  requestCorrection: { must: ["number", "itemName", "law", "correctionDueOn", "note"], may: [] },
  refuse: { must: ["number", "itemName", "refusal", "reason", ...remedies], may: [] },
  lapse: { must: ["number", "itemName", "reason", ...remedies], may: [] },
  suspend: { must: ["number", "itemName", "law", "procedure", "startOn", "endOn", "reason"], may: [] },
  announceHearing: { must: ["number", "itemName", "law", "reason", "askUntil"], may: [] },
  scheduleHearing: { must: ["number", "itemName", "law", "heldOn", "startsAt", "place", "onlineUrl", "chair", "publicity"], may: [] },
  resume: { must: ["number", "itemName", "endOn", "promisedDueOn"], may: ["statutoryDueOn"] },
  extend: { must: ["number", "itemName", "law", "extension", "reason", "promisedDueOn"], may: ["statutoryDueOn"] },
  approve: { must: ["number", "itemName", "law", "power", "deliveryBy"], may: [] },
  tolerantAccept: { must: ["number", "itemName", "receivedOn", "supplementDueOn", "power", "promisedDueOn"], may: ["statutoryDueOn"] },
  transfer: { must: ["number", "itemName", "law", "organ", "newNumber", "reason", ...remedies], may: [] },
  terminate: { must: ["number", "itemName", "termination", "reason", "basis", ...remedies], may: [] },
  void: { must: ["number", "itemName", "law", "certificate", "reason", ...remedies], may: [] },
  reject: { must: ["number", "itemName", "law", "power", "reason", ...remedies], may: [] },
  suspendCertificate: { must: [...ofCertificate, ...remedies], may: [] },
  revokeCertificate: { must: [...ofCertificate, ...remedies], may: [] },
  cancelCertificate: { must: [...ofCertificate, ...remedies], may: [] },
};

/** Placeholders that may have no value: they stand in brackets, so that nothing is left hanging without them. A message's are those in brackets at first. */
function sometimesIn(kind: TextKind): readonly string[] {
  if (noticeOf(kind)) return ["reason", "note", "basis", "certificate", "newNumber", "onlineUrl", "promisedDueOn", "statutoryDueOn", "deliveryBy"];
  if (isStepText(kind)) return slotsOfStep.may;
  const lines = linesOf(firstText(kind));
  return lines.flatMap(slotsIn).filter((slot) => !outsideBrackets(lines).includes(slot));
}

const outsideBrackets = (lines: readonly string[]) => lines.flatMap((line) => (readText(line) ?? []).flatMap((part) => (part.kind === "slot" ? [part.name] : [])));

/** A certificate is taken away outside of any case. */
const alwaysIn = (notice: NoticeKind) => (Object.values(certificateNotices).some((kind) => kind === notice) ? always.filter((slot) => slot !== "number" && slot !== "itemName" && slot !== "receivedOn") : always);

/** A step has a day only where it has a limit, and none when it is done. */
const slotsOfStep = { must: ["number"], may: ["dueOn"] } as const;

/** The placeholders of a text, and those it must hold. A message's are those of its first version: its parameters. */
export function slotsOf(kind: TextKind): { must: readonly string[]; may: readonly string[] } {
  const notice = noticeOf(kind);
  if (notice) return { must: slots[notice].must, may: [...alwaysIn(notice).filter((slot) => !slots[notice].must.includes(slot)), ...slots[notice].may] };
  if (isStepText(kind)) return slotsOfStep;
  return { must: linesOf(firstText(kind)).flatMap(slotsIn).filter((slot, at, all) => all.indexOf(slot) === at), may: [] };
}

const everySlot = new Set<string>([...always, ...Object.values(slots).flatMap(({ must, may }) => [...must, ...may])]);
const ofEverybody: readonly string[] = ["number", "level", "dueOn"];

const linesOf = (content: TextContent): string[] => ("zh" in content ? [content.zh, content.en] : [content.title, content.titleEn, ...content.paragraphs, ...content.remedies]);

/**
 * What is wrong with a text: `shape` (not of this kind), `unreadable` (brackets or braces that do not match), `unknown`
 * (a placeholder that this text has no value for), `personal` (personal data in a message: a placeholder or a number),
 * `missing` (what the law or the first version says), `bare` (may be empty and stands outside brackets), `language`.
 */
export type TextProblem = { code: "shape" | "unreadable" | "unknown" | "personal" | "missing" | "bare" | "language"; slot?: string };

/** Every problem of a text; none when it may be published. */
export function checkText(kind: TextKind, content: TextContent): TextProblem[] {
  const notice = noticeOf(kind) !== undefined;
  if (!shapeOf(kind).safeParse(content).success) return [{ code: "shape" }];
  const lines = linesOf(content);
  if (lines.some((line) => readText(line) === undefined)) return [{ code: "unreadable" }];
  return [...strangers(kind, lines), ...missing(kind, content), ...bare(kind, lines), ...(notice ? [] : messageProblems(content))];
}

const shapeOf = (kind: TextKind) => (noticeOf(kind) ? NoticeText : isStepText(kind) ? StepText : MessageText);

function strangers(kind: TextKind, lines: readonly string[]): TextProblem[] {
  const { must, may } = slotsOf(kind);
  const unknown = [...new Set(lines.flatMap(slotsIn))].filter((slot) => !must.includes(slot) && !may.includes(slot));
  return unknown.map((slot) => ({ code: !noticeOf(kind) && everySlot.has(slot) && !ofEverybody.includes(slot) ? "personal" : "unknown", slot }));
}

/** What must be there is looked for in the filled text, with all that may be empty left out: brackets hide nothing. */
function missing(kind: TextKind, content: TextContent): TextProblem[] {
  const { must, may } = slotsOf(kind);
  const sometimes = sometimesIn(kind);
  const texts = "zh" in content ? [[content.zh], [content.en]] : [[content.title, ...content.paragraphs, ...content.remedies]];
  return must.filter((slot) => {
    const values = Object.fromEntries([...must, ...may].map((name) => [name, name === slot ? mark : sometimes.includes(name) ? "" : "·"]));
    return texts.some((lines) => !lines.some((line) => fillText(line, values).includes(mark)));
  }).map((slot) => ({ code: "missing", slot }));
}

const mark = "\u0001";

function bare(kind: TextKind, lines: readonly string[]): TextProblem[] {
  const outside = new Set(outsideBrackets(lines));
  return sometimesIn(kind).filter((slot, at, all) => outside.has(slot) && all.indexOf(slot) === at).map((slot) => ({ code: "bare", slot }));
}

function messageProblems(content: TextContent): TextProblem[] {
  if (!("zh" in content)) return [];
  const personal: TextProblem[] = /\d{11}|@/u.test(`${content.zh} ${content.en}`) ? [{ code: "personal" }] : [];
  const language: TextProblem[] = /\p{Script=Han}/u.test(content.zh) && !/\p{Script=Han}/u.test(content.en) ? [] : [{ code: "language" }];
  return [...personal, ...language];
}
