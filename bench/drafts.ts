import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { connect } from "@/db/client";
import { shanghaiDay } from "@/domain/core/calendar";
import type { Answers } from "@/domain/forms/schema";
import { sealAnswers } from "@/server/applications/commands/draft";
import { openSession } from "@/server/auth/session";
import { addCitizens, blank, insertCases, type Item, numbering, pick } from "./cases";
import { callerFor } from "./record";

// Drafts that are ready to be filed: one answered through the procedures as a person would, the rest its like.

export type Draft = { id: string; token: string };

const batch = 5000;
// Above what starting a draft in the ordinary way has given out today.
const firstNumber = 100_001;

/** Opens a session for each account. */
export async function openSessions(url: string, accountIds: readonly string[], at = new Date()): Promise<string[]> {
  const { db, close } = connect(url, 2);
  try {
    const tokens: string[] = [];
    for (const accountId of accountIds) tokens.push(await openSession(db, at, { accountId, factors: ["password", "totp"], userAgent: "bench" }));
    return tokens;
  } finally {
    await close();
  }
}

/** `count` complete drafts of a hundred people, each to be filed once. */
export async function addDrafts(pool: Pool, url: string, count: number): Promise<Draft[]> {
  const items = await plainItems(pool);
  const people = await addCitizens(pool, "bench-submitter", Math.max(100, Math.ceil(count / items.length)));
  const tokens = await openSessions(url, people);
  const answers = await completeAnswers(pool, url, pick(items, 0));
  const numbers = numbering(firstNumber);
  const now = new Date();
  const drafts: Draft[] = [];
  for (let start = 0; start < count; start += batch) {
    const rows = Array.from({ length: Math.min(batch, count - start) }, (_, offset) => {
      const index = start + offset;
      const item = pick(items, Math.floor(index / people.length));
      const id = randomUUID();
      drafts.push({ id, token: pick(tokens, index) });
      return {
        ...blank(item, pick(people, index)), id, number: numbers(item.divisionCode, shanghaiDay(now)),
        status: "draft", answers: sealAnswers(id, answers), created_at: now, saved_at: now,
      };
    });
    await insertCases(pool, rows);
  }
  await pool.query("analyze applications");
  return drafts;
}

/** Items for persons that ask for no upload and nothing but who applies: their forms are alike. */
async function plainItems(pool: Pool): Promise<(Item & { code: string })[]> {
  const { rows } = await pool.query<Item & { code: string }>(
    `select i.id, i.code, r.id as "revisionId", r.content->>'name' as name, i.department_id as "departmentId", i.division_code as "divisionCode"
     from service_items i join service_item_revisions r on r.id = i.current_revision_id
     where i.status = 'published' and r.content->'audience' = '["1"]' and r.content->'materials' = '[]' and r.content->'situations' = '[]' and r.content->'form' = 'null'
       and r.content->>'minAssuranceLevel' <= 'L3'
     order by i.code`);
  if (rows.length === 0) throw new Error("The demo city has no item whose form can be completed without uploads.");
  return rows;
}

/** What a person of the demo city has in a fresh draft of this item, prefilled from the account and found complete. */
async function completeAnswers(pool: Pool, url: string, { code }: { code: string }): Promise<Answers> {
  const { rows } = await pool.query<{ id: string }>("select id from accounts where sign_in_name = 'citizen-l3'");
  const [token] = await openSessions(url, rows.map(({ id }) => id));
  const person = await callerFor(pool, token);
  const { id } = await person.applications.start({ itemCode: code });
  const { answers, errors } = await person.applications.draft({ id });
  if (errors.length > 0) throw new Error(`The draft that the others copy is not complete: ${JSON.stringify(errors)}`);
  return answers;
}
