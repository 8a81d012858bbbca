import { eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { applications, applicationTransfers, departments } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import type { LocalisedText } from "@/domain/forms/schema";
import { materialFieldId } from "@/domain/items/rules";
import { stateOf, type Case } from "./case";

/** Why a promised material was given back: words about somebody's papers. */
export const returnedPlace = (row: string): Place => ({ table: "tolerated_materials", column: "returned_reason", row });

/** The material as it was promised, in every language that the guide has for it. */
const namedIn = ({ materials }: Case["content"], { fieldId, name: zh }: Case["tolerated"][number]): LocalisedText => ({ ...materials.find((material) => materialFieldId(material) === fieldId)?.name, zh });

/** Materials promised for later, and where each stands. */
export const toleratedIn = ({ tolerated, content }: Case) =>
  tolerated.map((row) => ({
    fieldId: row.fieldId, name: row.name, named: namedIn(content, row), state: stateOf(row), dueOn: row.dueOn, promisedAt: row.promisedAt.toISOString(),
    suppliedAt: row.suppliedAt?.toISOString() ?? null, confirmedAt: row.confirmedAt?.toISOString() ?? null, returnedReason: row.returnedReason && open(row.returnedReason, returnedPlace(row.id)),
  }));

/** What a colleague proposed and waits for another to decide. */
export const proposedIn = ({ proposals }: Case) =>
  proposals.map(({ action, payload, reason, proposedByName, proposedAt }) => ({ action, days: typeof payload["days"] === "number" ? payload["days"] : null, reason, proposedByName, proposedAt: proposedAt.toISOString() }));

/** Where a case came from, or went on to, by transfer: number and organ. */
export async function transfersOf(db: Reader, { application: { id } }: Case) {
  const side = (own: "from" | "to") => {
    const [mine, other] = own === "from" ? [applicationTransfers.fromApplicationId, applicationTransfers.toApplicationId] : [applicationTransfers.toApplicationId, applicationTransfers.fromApplicationId];
    return db.select({ number: applications.number, departmentName: departments.name }).from(applicationTransfers)
      .innerJoin(applications, eq(applications.id, other)).innerJoin(departments, eq(departments.id, applications.departmentId)).where(eq(mine, id)).limit(1);
  };
  const [[to], [from]] = await Promise.all([side("from"), side("to")]);
  return { transferredTo: to ?? null, transferredFrom: from ?? null };
}
