import { randomInt, randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { keyedDigest, seal } from "@/db/personal-data";
import { hashPassword } from "@/server/auth/password";
import { formOn } from "./forms";
import type { Request } from "./load";
import { asksNeeded, mannWhitney, median } from "./statistics";

// Whether somebody who does not know can find out, by asking, which numbers have an account. As an attacker would: from
// outside, one request at a time, the sorts of number mixed, every number once and from another address.

type Door = { what: string; path: string; field: string; also: Record<string, string> };

const doors: readonly Door[] = [
  { what: "sign-in, wrong password", path: "/sign-in", field: "identifier", also: { password: "not the password of anybody" } },
  { what: "sign-up and sign-in, code request", path: "/sign-in?way=code", field: "phone", also: {} },
  { what: "recovery, code request", path: "/sign-in/recover", field: "phone", also: {} },
];

// A second sort of unknown numbers shows what chance alone, and this machine, make of equal things.
const sorts = ["known", "unknown", "control"] as const;
type Sort = (typeof sorts)[number];
type Samples = Record<Sort, { times: number[]; answers: Set<string> }>;

const warmUp = 20;
// Six tests (three doors, two directions) that all come out right 19 times in 20.
const significant = 0.05 / 6;
// Of the normal distribution: what is exceeded with that probability, and what with four in five.
const [significantAt, powerAt] = [2.394, 0.842];

/** Asks at every door, `samples` times for each sort of number, and says in words what an attacker learns. */
export async function measureEnumeration(pool: Pool, url: string, samples: number, say: (text: string) => void): Promise<string> {
  const each = samples + warmUp;
  say("Adding accounts …");
  const known = await addAccounts(pool, each * doors.length);
  const reports: string[] = [];
  for (const [index, door] of doors.entries()) {
    say(`Asking: ${door.what} …`);
    reports.push(reportOf(door, await ask(url, door, { numbers: known.slice(index * each, (index + 1) * each) })));
  }
  return reports.join("\n\n");
}

const newNumber = (used: Set<string>): string => {
  const number = `1${randomInt(3, 10)}${String(randomInt(1_000_000_000)).padStart(9, "0")}`;
  if (used.has(number)) return newNumber(used);
  used.add(number);
  return number;
};

const used = new Set<string>();

/** Accounts with a phone and a password of their own; returns the phones. */
async function addAccounts(pool: Pool, count: number): Promise<string[]> {
  const passwordHash = await hashPassword(randomUUID());
  const rows = Array.from({ length: count }, () => ({ id: randomUUID(), phone: newNumber(used) }));
  const sealed = rows.map(({ id, phone }) => ({ id, phone: seal(phone, { table: "accounts", column: "phone", row: id }), index: keyedDigest("phone", phone) }));
  await pool.query(
    "insert into accounts (id, kind, name, phone, phone_index, password_hash, assurance_level, created_at) select id, 'citizen', 'bench', phone, index, $2, 'L2', now() from jsonb_to_recordset($1) as row (id uuid, phone text, index text)",
    [JSON.stringify(sealed), passwordHash],
  );
  return rows.map(({ phone }) => phone);
}

async function ask(url: string, { path, field, also }: Door, { numbers }: { numbers: readonly string[] }): Promise<Samples> {
  const post = await formOn(url, path, field);
  const samples: Samples = { known: { times: [], answers: new Set() }, unknown: { times: [], answers: new Set() }, control: { times: [], answers: new Set() } };
  for (const [round, number] of numbers.entries()) {
    for (const sort of shuffled(sorts)) {
      const typed = sort === "known" ? number : newNumber(used);
      const { milliseconds, answer } = await timed(url, post({ [field]: typed, ...also }), typed);
      if (round < warmUp) continue;
      samples[sort].times.push(milliseconds);
      samples[sort].answers.add(answer);
    }
  }
  return samples;
}

function shuffled<T>(list: readonly T[]): T[] {
  return list.map((entry) => ({ entry, place: Math.random() })).toSorted((a, b) => a.place - b.place).map(({ entry }) => entry);
}

/** From the request to the last byte of its answer, and what the answer says: its status, where it leads, which cookies, how long it is. */
async function timed(url: string, { method, path, headers, body }: Request, typed: string): Promise<{ milliseconds: number; answer: string }> {
  const began = performance.now();
  const response = await fetch(url + path, { method, headers, redirect: "manual", ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const milliseconds = performance.now() - began;
  if (response.status === 429 || response.status >= 500) throw new Error(`${path} answered ${response.status}: nothing to compare.`);
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split("=")[0]).join(",");
  return { milliseconds, answer: [response.status, response.headers.get("location") ?? "-", cookies, text.replaceAll(typed, "").length].join(" ") };
}

function reportOf({ what }: Door, { known, unknown, control }: Samples): string {
  const found = mannWhitney(known.times, unknown.times);
  const chance = mannWhitney(control.times, unknown.times);
  const alike = [...known.answers].every((answer) => unknown.answers.has(answer) || control.answers.has(answer));
  return [
    `${what}: ${known.times.length} known, ${unknown.times.length} unknown, ${control.times.length} unknown again as the control`,
    `  answers   ${alike ? "alike: status, place, cookies and length" : `differ: ${[...known.answers].join(" | ")} against ${[...unknown.answers].join(" | ")}`}`,
    `  median    known ${median(known.times).toFixed(2)} ms · unknown ${median(unknown.times).toFixed(2)} ms · control ${median(control.times).toFixed(2)} ms`,
    `  slower    known ${side(found.pAbove, found.effect)} · unknown ${side(found.pBelow, 1 - found.effect)}`,
    `  control   control ${side(chance.pAbove, chance.effect)} · unknown ${side(chance.pBelow, 1 - chance.effect)}`,
    `  → ${verdict(alike, found, seenFrom(known.times.length, unknown.times.length))}`,
  ].join("\n");
}

const side = (p: number, effect: number) => `p = ${p.toFixed(4)}, ${(100 * effect).toFixed(1)} % of pairs`;

/** The smallest effect that this many answers would show, four times in five. */
const seenFrom = (n: number, m: number) => 0.5 + (significantAt + powerAt) * Math.sqrt((n + m + 1) / (12 * n * m));

function verdict(alike: boolean, { effect, pAbove, pBelow }: ReturnType<typeof mannWhitney>, seen: number): string {
  if (!alike) return "An attacker can tell: the answers themselves differ.";
  if (Math.min(pAbove, pBelow) >= significant) return `An attacker cannot tell from this many answers: the times differ by no more than chance; ${(100 * seen).toFixed(0)} % of pairs would have shown.`;
  return `The times differ by more than chance: asking about one number some ${asksNeeded(effect)} times would tell an attacker 19 times in 20, where the limits let them.`;
}
