/** One step of a division: the divisions beneath a code, by that code. */
export type DivisionLists = Readonly<Record<string, readonly { code: string; name: string }[]>>;

export const country = "000000";

/** The province and the city that a division code lies in (GB/T 2260: 2 + 2 + 2 digits). */
export function placesOf(code: string): { province: string; city: string } {
  if (!/^\d{6}$/.test(code)) return { province: "", city: "" };
  return { province: `${code.slice(0, 2)}0000`, city: code.endsWith("0000") ? "" : `${code.slice(0, 4)}00` };
}
