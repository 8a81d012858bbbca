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

type Place = { url: () => string; tally: Tally; patienceMs: number };

/** A client as they should be written: a key for each act, sent again under the same key until there is an answer. */
async function act(place: Place, { accountId, cookie }: Person, path: string, input: object): Promise<{ id: string; version: number | null }> {
  const key = randomUUID();
  const send = () => untilAnswered(place, { path, input, headers: { "content-type": "application/json", "idempotency-key": key, cookie } });
  // Some press the button twice.
  const answers = await Promise.all(Math.random() < 0.15 ? [send(), send()] : [send()]);
  const [first] = answers;
  if (!first) throw new NotDone(path);
  if (!answers.every((one) => isDeepStrictEqual(one, first))) place.tally.unequal.push(`${path} ${key}`);
  const { id, version = null } = first;
  place.tally.acknowledged.push({ key, account: accountId, path, applicationId: id, version });
  return { id, version };
}

/** People read before they press the next button. */
const thought = () => pause(50 + Math.random() * 150);

type Sent = { path: string; input: object; headers: Record<string, string> };

async function untilAnswered(place: Place, sent: Sent): Promise<z.infer<typeof Answer>["result"]["data"]> {
  const [began, { tally }] = [performance.now(), place];
  for (let tries = 1; performance.now() - began < place.patienceMs; tries += 1) {
    const answer = await once(place, sent);
    tally.longestMs = Math.max(tally.longestMs, performance.now() - began);
    if ("data" in answer) return answer.data;
    if ("refused" in answer) {
      tally.refused.push(`${sent.path}: ${answer.refused}`);
      throw new NotDone(sent.path);
    }
    tally.troubles.set(answer.trouble, (tally.troubles.get(answer.trouble) ?? 0) + 1);
    await pause(Math.min(1000, 50 * tries));
  }
  tally.unanswered.push(`${sent.path} ${sent.headers["idempotency-key"]}`);
  throw new NotDone(sent.path);
}

type Outcome = { data: z.infer<typeof Answer>["result"]["data"] } | { refused: string } | { trouble: string };

/** A server that is away, too busy or still at it is asked again; only a refusal is final. */
async function once({ url }: Place, { path, input, headers }: Sent): Promise<Outcome> {
  try {
    const response = await fetch(`${url()}/api/trpc/${path}`, { method: "POST", headers, body: JSON.stringify(input), signal: AbortSignal.timeout(15_000) });
    const body: unknown = await response.json();
    return response.ok ? { data: Answer.parse(body).result.data } : failure(response.status, Refusal.safeParse(body).data?.error.message ?? "");
  } catch (error) {
    if (error instanceof z.ZodError) return { refused: "an answer that is none" };
    return { trouble: error instanceof Error && error.name === "TimeoutError" ? "timeout" : "connection lost" };
  }
}

function failure(status: number, code: string): Outcome {
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
  const [clerk, reviewer, approver, officer] = [any(desk.clerk), any(desk.reviewer), any(desk.approver), any(desk.certificateOfficer)];
  const steps: [Person, string, object][] = [
    [citizen, "submit", { declared: true }], [clerk, "accept", {}], [reviewer, "startReview", {}], [reviewer, "completeStep", { opinion: "材料齐全" }],
    [approver, "approve", { opinion: "准予许可" }], [officer, "issueCertificate", {}],
  ];
  let version: number | null = null;
  for (const [who, what, more] of steps) {
    await thought();
    if (!goesOn()) return;
    ({ version } = await act(place, who, `applications.${what}`, { id, ...(version === null ? {} : { version }), ...more }));
  }
}

/** Every citizen files one case after the other and the desk takes each through, until told to stop; nobody leaves an act unanswered. */
export async function work(world: World, url: () => string, { tally, goesOn, patienceMs = 180_000 }: { tally: Tally; goesOn: () => boolean; patienceMs?: number }): Promise<void> {
  await Promise.all(world.citizens.map(async (citizen) => {
    while (goesOn()) {
      await oneCase({ url, tally, patienceMs }, world, citizen, goesOn).catch((error: unknown) => {
        if (!(error instanceof NotDone)) throw error;
      });
    }
  }));
}
