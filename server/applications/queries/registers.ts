import { z } from "zod";
import { open } from "@/db/personal-data";
import type { applicationChecks } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { registerKinds, type CheckStatus, type RegisterKind } from "@/domain/applications/schema/case";
import { enterpriseRegistry, populationRegistry } from "@/server/integrations/checks";
import type { RegisterAnswer } from "@/server/integrations/enterprise-registry/port";
import type { RegistryAnswer } from "@/server/integrations/population-registry/port";
import type { ApplicationRow } from "./case";

export const resultPlace = (id: string): Place => ({ table: "application_checks", column: "result", row: id });

/** What a register said, as the page puts it in words. */
const Result = z.object({ finding: z.string() }).catchall(z.string());
export type RegisterResult = z.infer<typeof Result>;

export const openResult = ({ id, result }: Pick<typeof applicationChecks.$inferSelect, "id" | "result">): RegisterResult => Result.parse(JSON.parse(open(result, resultPlace(id))));

const ports = { population: populationRegistry, enterprise: enterpriseRegistry } as const;

/** Whether this register can be asked here. */
export const isOffered = (kind: RegisterKind): boolean => ports[kind]() !== undefined;

/** The registers that know of an applicant: people's for a person, legal persons' and the agent's own for an organisation. */
export const registersFor = ({ organisationId }: Pick<ApplicationRow, "organisationId">): readonly RegisterKind[] => (organisationId ? registerKinds : ["population"]);

type Outcome = { status: CheckStatus; result: RegisterResult };

/** What the answer about a person means. */
export function judgePerson(answer: RegistryAnswer): Outcome {
  return { status: answer === "match" ? "ok" : "failed", result: { finding: answer } };
}

/** What the answer about a legal person means for a case filed under this name. */
export function judgeOrganisation(answer: RegisterAnswer, filedAs: string): Outcome {
  if (!answer.found) return { status: "failed", result: { finding: "unknown" } };
  const { name, representative, status } = answer;
  if (status !== "inOperation") return { status: "failed", result: { finding: status, name } };
  return name === filedAs ? { status: "ok", result: { finding: "inOperation", name, representative } } : { status: "attention", result: { finding: "otherName", name } };
}
