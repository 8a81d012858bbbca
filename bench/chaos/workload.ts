import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Person, World } from "./world";

/** An act that was answered: what the person was told, under which key. `version` where a case moved by it. */
export type Acknowledged = { key: string; account: string; path: string; applicationId: string; version: number | null };

const Answer = z.object({ result: z.object({ data: z.looseObject({ id: z.uuid(), version: z.int().optional() }) }) });
const Refusal = z.object({ error: z.object({ message: z.string() }) });

/** What the people saw. */
export type Tally = {
  acknowledged: Acknowledged[];
  /** Refused for good: with the right acts of the right people there are none. */
  refused: string[];
  /** Two answers to one key that differ. */
  unequal: string[];
  /** Without an answer when patience ended. */
  unanswered: string[];
  /** Tries that brought no answer, by what came instead. */
  troubles: Map<string, number>;
  /** The longest that a person waited for one act, in milliseconds. */
  longestMs: number;
};

export const emptyTally = (): Tally => ({ acknowledged: [], refused: [], unequal: [], unanswered: [], troubles: new Map(), longestMs: 0 });

class NotDone extends Error {}

type Place = { url: () => string; tally: Tally; patienceMs: number; thoughtMs: number; signIn?: (person: Person) => Promise<void> };

/** A client as they should be written: a key for each act, sent again under the same key until there is an answer. */
async function act(place: Place, person: Person, path: string, input: object): Promise<{ id: string; version: number | null }> {
  const key = randomUUID();
  const { accountId } = person;
  const send = () => untilAnswered(place, { path, input, key, person });
  // Some press the button twice.
  const answers = await Promise.all(Math.random() < 0.15 ? [send(), send()] : [send()]);
  const [first] = answers;
  if (!first) throw new NotDone(path);
  if (!answers.every((one) => isDeepStrictEqual(one, first))) place.tally.unequal.push(`${path} ${key}`);
  const { id, version = null } = first;
  place.tally.acknowledged.push({ key, account: accountId, path, applicationId: id, version });
  return { id, version };
}

/** People read before they press the next button, and put a paper to every fourth case. */
const thought = ({ thoughtMs }: Place) => pause(thoughtMs * (0.4 + 1.2 * Math.random()));
const withPaper = 0.25;

type Sent = { path: string; input: object; key: string; person: Person };

async function untilAnswered(place: Place, sent: Sent): Promise<z.infer<typeof Answer>["result"]["data"]> {
  const [began, { tally }] = [performance.now(), place];
  for (let tries = 1; performance.now() - began < place.patienceMs; tries += 1) {
    const answer = await once(place, sent);
    tally.longestMs = Math.max(tally.longestMs, performance.now() - began);
    if ("data" in answer) return answer.data;
    if ("refused" in answer && place.signIn && isSignedOut(answer)) {
      count(tally, "signed out");
      await place.signIn(sent.person);
      continue;
    }
    if ("refused" in answer) {
      tally.refused.push(`${sent.path}: ${answer.refused}`);
      throw new NotDone(sent.path);
    }
    count(tally, answer.trouble);
    await pause(Math.min(1000, 50 * tries));
  }
  tally.unanswered.push(`${sent.path} ${sent.key}`);
  throw new NotDone(sent.path);
}

const FileRefusal = z.object({ code: z.string() });

/** A paper to a draft. Without an answer it is sent again, and is there twice then, as with any form; of too many one is enough. */
async function attach(place: Place, person: Person, application: string): Promise<void> {
  const { tally, patienceMs } = place;
  for (const began = performance.now(); performance.now() - began < patienceMs; await pause(200)) {
    const outcome = await sendFile(place, person, application);
    if (outcome === "there") return;
    if ("refused" in outcome && place.signIn && isSignedOut(outcome)) await place.signIn(person);
    else if ("refused" in outcome) return void tally.refused.push(`files: ${outcome.refused}`);
    else count(tally, `${outcome.trouble} (file)`);
  }
  tally.unanswered.push(`files of ${application}`);
}

async function sendFile({ url }: Place, { cookie }: Person, application: string): Promise<"there" | { refused: string } | Trouble> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ application, field: "paper" })) form.append(name, value);
  form.append("file", new Blob([`%PDF-1.4\n% ${application}\n%%EOF\n`], { type: "application/pdf" }), "材料.pdf");
  try {
    const response = await fetch(`${url()}/api/files`, { method: "POST", headers: { cookie, accept: "application/json" }, body: form, signal: AbortSignal.timeout(15_000) });
    const code = FileRefusal.safeParse(await response.json()).data?.code ?? "";
    return response.ok || code === "files.tooMany" ? "there" : failure(response.status, code);
  } catch (error) {
    return lostBy(error);
  }
}

const count = ({ troubles }: Tally, trouble: string) => troubles.set(trouble, (troubles.get(trouble) ?? 0) + 1);

type Trouble = { trouble: string };
type Outcome = { data: z.infer<typeof Answer>["result"]["data"] } | { refused: string } | Trouble;

/** A server that is away, too busy or still at it is asked again; only a refusal is final. */
async function once({ url }: Place, { path, input, key, person: { cookie } }: Sent): Promise<Outcome> {
  try {
    const headers = { "content-type": "application/json", "idempotency-key": key, cookie };
    const response = await fetch(`${url()}/api/trpc/${path}`, { method: "POST", headers, body: JSON.stringify(input), signal: AbortSignal.timeout(15_000) });
    const body: unknown = await response.json();
    return response.ok ? { data: Answer.parse(body).result.data } : failure(response.status, Refusal.safeParse(body).data?.error.message ?? "");
  } catch (error) {
    return error instanceof z.ZodError ? { refused: "an answer that is none" } : lostBy(error);
  }
}

const isSignedOut = ({ refused }: { refused: string }) => refused.startsWith("401 ");

const lostBy = (error: unknown): Trouble => ({ trouble: error instanceof Error && error.name === "TimeoutError" ? "timeout" : "connection lost" });

function failure(status: number, code: string): { refused: string } | Trouble {
  if (status === 409 && code === "requests.stillRunning") return { trouble: code };
  return status >= 500 || status === 429 ? { trouble: String(status) } : { refused: `${status} ${code}` };
}

const any = <One>(all: readonly One[]): One => {
  const one = all[Math.floor(Math.random() * all.length)];
  if (one === undefined) throw new Error("There is nobody.");
  return one;
};

/** One case from its draft to its certificate, by the people whose acts these are. */
async function oneCase(place: Place, { itemCode, desk }: World, citizen: Person, goesOn: () => boolean): Promise<void> {
  const { id } = await act(place, citizen, "applications.start", { itemCode });
  if (!goesOn()) return;
  await act(place, citizen, "applications.save", { id, section: "applicant", raw: { shopName: "老张面馆" } });
  if (Math.random() < withPaper) await attach(place, citizen, id);
  const [clerk, reviewer, approver, officer] = [any(desk.clerk), any(desk.reviewer), any(desk.approver), any(desk.certificateOfficer)];
  const steps: [Person, string, object][] = [
    [citizen, "submit", { declared: true }], [clerk, "accept", {}], [reviewer, "startReview", {}], [reviewer, "completeStep", { opinion: "材料齐全" }],
    [approver, "approve", { opinion: "准予许可" }], [officer, "issueCertificate", {}],
  ];
  let version: number | null = null;
  for (const [who, what, more] of steps) {
    await thought(place);
    if (!goesOn()) return;
    ({ version } = await act(place, who, `applications.${what}`, { id, ...(version === null ? {} : { version }), ...more }));
  }
}

type Work = { tally: Tally; goesOn: () => boolean; patienceMs?: number; thoughtMs?: number; signIn?: (person: Person) => Promise<void> };

/** Every citizen files one case after the other and the desk takes each through, until told to stop; nobody leaves an act unanswered. */
export async function work(world: World, url: () => string, { goesOn, patienceMs = 180_000, thoughtMs = 125, ...rest }: Work): Promise<void> {
  await Promise.all(world.citizens.map(async (citizen) => {
    while (goesOn()) {
      await oneCase({ url, patienceMs, thoughtMs, ...rest }, world, citizen, goesOn).catch((error: unknown) => {
        if (!(error instanceof NotDone)) throw error;
      });
    }
  }));
}
