import { isDay } from "@/domain/core/days";
import type { FormProfile } from "@/domain/forms/rules/context";
import { prefillSources, type FormDefinition } from "@/domain/forms/schema";
import { todayName, profileName, type Known } from "./state";

/** What an account might hold; nobody's data. */
export const sampleProfile: FormProfile = { name: "陈思远", phone: "13800010001", birthOn: "1990-02-28", sex: "male", divisionCode: "310101", address: "中山路 1 号" };

/** The parts of the account that a form reads, in its conditions or to fill something in. */
export function profileOf(definition: FormDefinition): string[] {
  const text = JSON.stringify(definition);
  return prefillSources.filter((source) => source.startsWith("profile.") && text.includes(source)).map((source) => source.slice("profile.".length));
}

/** What was posted beside the answers; a day that is none leaves the day as it was. */
export function knownFrom(form: FormData, before: Known): Known {
  const day = form.get(todayName);
  const typed = prefillSources.flatMap((source): [string, string][] => {
    const value = form.get(profileName(source));
    return typeof value === "string" && value.trim() !== "" ? [[source.slice(source.indexOf(".") + 1), value.trim()]] : [];
  });
  return { today: isDay(day) ? day : before.today, profile: Object.fromEntries(typed) };
}
