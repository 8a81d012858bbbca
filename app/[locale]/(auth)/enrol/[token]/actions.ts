"use server";

import { redirect } from "next/navigation";
import { attempt, here, textOf, type Problem } from "@/app/_shared/identity/attempt";
import { Enrolment } from "@/domain/identity/schema/staff";
import { enrolHere } from "@/server/auth/here/enrolment";

export type EnrolState = { wrong?: ("signInName" | "password")[]; problem?: Problem; signInName?: string };

/** Uses the link: keeps name and password, and goes on to the second factor. */
export async function enrol(_: EnrolState, form: FormData): Promise<EnrolState> {
  const signInName = textOf(form, "signInName");
  const input = Enrolment.safeParse({ signInName, password: textOf(form, "password") });
  if (!input.success) {
    const paths = new Set(input.error.issues.map(({ path }) => path[0]));
    return { signInName, wrong: (["signInName", "password"] as const).filter((name) => paths.has(name)) };
  }
  const outcome = await attempt(() => enrolHere(textOf(form, "token"), input.data));
  if ("problem" in outcome) return { signInName, problem: outcome.problem };
  redirect(await here("/sign-in/enrol"));
}
