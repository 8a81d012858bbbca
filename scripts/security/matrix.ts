import fc from "fast-check";
import { applications } from "@/db/schema";
import { createPlace, createStaff } from "@/db/testing/factories";
import { staffRoles, type Audience, type User } from "@/domain/core/actor";
import { permissionsOf } from "@/server/api/permissions";
import { appRouter } from "@/server/api/root";
import { openSession } from "@/server/auth/session";
import { now } from "@/server/core/clock";
import { call, type Answer } from "./door";
import { procedures } from "./fuzz";
import { fitting, type Schema } from "./inputs";
import { kinds, type Kind, type World } from "./world";

export type Verdict = { asked: number; faults: string[] };

const isAdmin = (audience: Audience) => audience.endsWith("Admin");

/** Whether one of these kinds of people is of an audience, as `docs/permissions.json` says it. */
function belongs(kind: Kind, audience: readonly Audience[]): boolean {
  return audience.some((one) => {
    if (one === "anyone") return true;
    if (one === "signedIn") return kind !== "anyone";
    if (one === "citizen") return kind === "citizen" || kind === "agent";
    if (one === "organisationAgent") return kind === "agent";
    return isAdmin(one) ? kind === one : kind === "work";
  });
}

/** Every procedure, called without input by each kind of people who may not: 401 signed out, 403 otherwise, whatever is asked. */
export async function outsiders(world: World, url: string): Promise<Verdict> {
  await world.restored();
  const tokens = await Promise.all(kinds.map(async (kind) => ({ kind, token: await world.signIn(kind) })));
  const verdict: Verdict = { asked: 0, faults: [] };
  for (const [name, { kind: type, audience }] of Object.entries(permissionsOf(appRouter))) {
    const shut = tokens.filter(({ kind }) => !belongs(kind, audience));
    await Promise.all(shut.map(async ({ kind, token }) => {
      const { status } = await call(url, { name, kind: type, input: undefined, token });
      verdict.asked += 1;
      if (status !== (kind === "anyone" ? 401 : 403)) verdict.faults.push(`${name} by ${kind}: ${status}`);
    }));
  }
  return verdict;
}

const caseKeys = ["id", "applicationId", "application", "number"] as const;

/** Procedures that take the id or number of a case, called for somebody's case by another person and by another office. */
export async function elsewhere(world: World, url: string): Promise<Verdict> {
  const { office, people: { citizen } } = world;
  const stranger = await office.citizen();
  const [filed] = (await office.db.select({ id: applications.id, number: applications.number, status: applications.status, applicant: applications.applicantAccountId }).from(applications)).filter(({ status, applicant }) => status !== "draft" && applicant === citizen.id);
  const far = await createPlace(office.db, "310102");
  const abroad = await createStaff(office.db, "clerk", far);
  for (const role of staffRoles.filter((one) => one !== "clerk" && !isAdmin(one))) await addPost(world, abroad, role, far);
  const tokens = await Promise.all([stranger, abroad].map(({ id }) => openSession(office.db, now(), { accountId: id, factors: ["password", "totp"], userAgent: null })));
  const known = world.known();
  const verdict: Verdict = { asked: 0, faults: [] };
  for (const { name, kind, schema, key } of takingCases()) {
    const [shape] = fc.sample(fitting(withoutChoices(schema), await known), { numRuns: 1, seed: 7 });
    const input = { ...(typeof shape === "object" ? shape : {}), [key]: key === "number" ? filed?.number : filed?.id };
    for (const token of tokens) {
      const fault = faultOf(await call(url, { name, kind, input, token }), citizen);
      verdict.asked += 1;
      if (fault) verdict.faults.push(`${name}: ${fault}`);
    }
  }
  return verdict;
}

/** The procedures that ask for a case, of those that are not for anyone. */
function takingCases() {
  const rules = permissionsOf(appRouter);
  return procedures().flatMap(({ name, kind, schema }) => {
    const key = caseKeys.find((one) => schema?.properties?.[one]);
    const open = rules[name]?.audience.includes("anyone") ?? false;
    return key && schema && !open && /^(applications|records|ratings|notices|audit|supervision|enquiries)\./.test(name) ? [{ name, kind, schema, key }] : [];
  });
}

function faultOf({ status, body }: Answer, applicant: { citizenId: string; phone: string; name: string }): string | undefined {
  if ([applicant.citizenId, applicant.phone, applicant.name].some((text) => body.includes(text))) return "tells whose case it is";
  return status === 200 && !isEmpty(body) ? `${status} ${body.slice(0, 200)}` : undefined;
}

/** Nothing to tell, and nothing done. */
function isEmpty(body: string): boolean {
  const bare = body.replace(/^\{"result":\{?/, "").replace(/"(?:data|rows|nextCursor|cases|total)":/g, "");
  return /^(?:[[\]{},]|null|0)*$/.test(bare);
}

/** Only what must be there. */
const withoutChoices = ({ properties = {}, required = [], ...rest }: Schema): Schema => ({ ...rest, required, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => required.includes(name))) });

async function addPost(world: World, { id }: User, role: (typeof staffRoles)[number], { departmentId, divisionCode }: { departmentId: string; divisionCode: string }): Promise<void> {
  await world.office.connection.pool.query("insert into staff_posts (account_id, role, department_id, division_code, valid_from) values ($1, $2, $3, $4, '2020-01-01')", [id, role, departmentId, divisionCode]);
}
