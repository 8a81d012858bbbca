import fc from "fast-check";
import { z } from "zod";
import { inputsOf, permissionsOf } from "@/server/api/permissions";
import { appRouter } from "@/server/api/root";
import { call, type Answer, type Call } from "./door";
import { fitting, spoilt, type Known, type Schema } from "./inputs";
import { insider, kinds, type Kind, type World } from "./world";

const wanted = new Set([200, 400, 401, 403, 404, 409, 412, 413, 414, 422, 429, 431]);
const inside = /\bat [^"\n]{1,200}\.[cm]?[jt]s:\d+|\bselect .{1,300} from |\binsert into |\bupdate .{1,100} set |syntax error at|violates|invalid input syntax|node_modules|ZodError|ECONN/i;

export type Fault = { procedure: string; by: Kind; what: string; input: string };
export type Told = { calls: number; statuses: ReadonlyMap<number, number>; faults: readonly Fault[]; slowest: { procedure: string; ms: number } };

type Procedure = { name: string; kind: "query" | "mutation"; insider: Kind; schema: Schema | undefined };

/** Every procedure with the shape of its input. */
export function procedures(): Procedure[] {
  const inputs = inputsOf(appRouter);
  return Object.entries(permissionsOf(appRouter)).map(([name, { kind, audience }]) => {
    const input = inputs.get(name);
    // Zod writes plain JSON Schema; what it cannot express is left open.
    const schema = input instanceof z.ZodType ? (z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Schema) : undefined;
    return { name, kind, insider: insider(audience), schema };
  });
}

/** `each`: inputs for a procedure, half of them spoilt. `outsiders`: the first also as somebody else. `share`: of the procedures, drawn by the seed. */
export type Plan = { seed: number; each: number; slowMs: number; outsiders?: boolean; share?: number; until?: number; only?: RegExp };

type Planned = Call & { by: Kind };

/** Calls procedures with inputs that fit and inputs that do not, as somebody who may and somebody who may not, and tells what went wrong. */
export async function fuzz(world: World, url: string, plan: Plan): Promise<Told> {
  const { share = 1, until = Infinity, only = /./, slowMs } = plan;
  const told = { calls: 0, statuses: new Map<number, number>(), faults: [] as Fault[], slowest: { procedure: "", ms: 0 } };
  const all = procedures().filter(({ name }) => only.test(name));
  const known = await world.known();
  for (const [index, procedure] of (share < 1 ? chosenOf(all, plan) : all).entries()) {
    if (Date.now() > until) break;
    if (index % 15 === 0) await world.restored();
    const calls = await callsFor(world, procedure, known, plan);
    // All at once: they meet each other too.
    const answers = await Promise.all(calls.map((one) => call(url, one)));
    answers.forEach((answer, at) => note(told, answer, { call: calls[at], slowMs }));
  }
  return told;
}

const chosenOf = (all: Procedure[], { seed, share = 1 }: Plan) => fc.sample(fc.shuffledSubarray(all, { minLength: Math.ceil(all.length * share), maxLength: Math.ceil(all.length * share) }), { numRuns: 1, seed })[0] ?? [];

async function callsFor(world: World, { name, kind, insider: by, schema }: Procedure, known: Known, { seed, each, outsiders = false }: Plan): Promise<Planned[]> {
  const fits = schema ? fitting(schema, known) : fc.constant(undefined);
  const inputs = [...fc.sample(fits, { numRuns: Math.ceil(each / 2), seed }), ...(each > 1 ? fc.sample(spoilt(fits), { numRuns: Math.floor(each / 2), seed }) : [])];
  const token = await world.signIn(by);
  const own = inputs.map((input, at): Planned => ({ name, kind, input, token, by, ...(at % 2 ? { key: crypto.randomUUID() } : {}) }));
  const outsider = kinds[(seed + name.length) % kinds.length] ?? "anyone";
  return outsiders ? [...own, { name, kind, input: inputs[0], token: await world.signIn(outsider), by: outsider }] : own;
}

function note(told: { calls: number; statuses: Map<number, number>; faults: Fault[]; slowest: Told["slowest"] }, answer: Answer, { call: one, slowMs }: { call: Planned | undefined; slowMs: number }): void {
  if (!one) return;
  told.calls += 1;
  told.statuses.set(answer.status, (told.statuses.get(answer.status) ?? 0) + 1);
  if (answer.ms > told.slowest.ms) told.slowest = { procedure: one.name, ms: Math.round(answer.ms) };
  const what = faultIn(answer, slowMs);
  if (what) told.faults.push({ procedure: one.name, by: one.by, what, input: JSON.stringify(one.input)?.slice(0, 600) ?? "" });
}

/** What is wrong with an answer: its status, what it tells of the inside, what it repeats, how long it took. */
export function faultIn({ status, body, ms }: Answer, slowMs: number): string | undefined {
  if (!wanted.has(status)) return `answered ${status}`;
  if (status >= 400 && inside.test(body)) return "tells of the inside";
  if (status >= 400 && body.includes('"code":"requests.') && /canary|pg_sleep|etc\/passwd|drop table/.test(body)) return "repeats what was sent";
  return ms > slowMs ? `took ${Math.round(ms)} ms` : undefined;
}
