import type { Day } from "@/domain/core/calendar";
import type { View } from "../schema";

/** 老年人权益保障法 2: people of sixty and over. */
export const elderAge = 60;

type Person = { birthOn: string | null; preferences: Partial<View>; elderAskedAt: Date | null };

/**
 * Whether somebody is asked if they would like senior mode: once, from their sixtieth birthday, unless they use it
 * already. It is asked, never assumed.
 */
export function isAskedForElder({ birthOn, preferences, elderAskedAt }: Person, today: Day): boolean {
  if (birthOn === null || elderAskedAt !== null || preferences.mode === "elder") return false;
  const [year = "", month, day] = birthOn.split("-");
  return `${Number(year) + elderAge}-${month}-${day}` <= today;
}
