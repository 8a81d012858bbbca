import { z } from "zod";
import demoAccounts from "@/db/seed/demo-accounts.json" with { type: "json" };
import demoOrganisations from "@/db/seed/demo-organisations.json" with { type: "json" };
import demoRegister from "@/db/seed/demo-register.json" with { type: "json" };
import { registeredStatuses } from "@/domain/organisations/schema";

/** Somebody the demo city knows of. All are invented; their ID numbers lie in an area that does not exist. */
const Registered = z.object({ name: z.string(), citizenId: z.string(), phone: z.string(), dead: z.boolean().default(false) });
type Registered = z.infer<typeof Registered>;

let register: readonly Registered[] | undefined;

/** Whoever has a demo account with an ID number, and those who have yet to prove theirs. */
function people(): readonly Registered[] {
  register ??= [...demoAccounts, ...demoRegister].flatMap((row) => Registered.safeParse(row).data ?? []);
  return register;
}

/** Everybody in it. */
export const listRegistered = (): readonly Registered[] => people();

/** The person with this ID number. */
export const findRegistered = (citizenId: string): Registered | undefined => people().find((person) => person.citizenId === citizenId);

/** The person with this phone: whom the screen tells what to type in a demonstration. */
export const findRegisteredByPhone = (phone: string): Registered | undefined => people().find((person) => person.phone === phone);

/** A legal person of the demo city, with its 法定代表人. All are invented; their codes are well-formed but nobody's. */
const RegisteredOrganisation = z.object({
  uscc: z.string(), name: z.string(), address: z.string(), status: z.enum(registeredStatuses), establishedOn: z.iso.date(),
  representative: z.object({ name: z.string(), citizenId: z.string() }),
});

const organisations = z.array(RegisteredOrganisation).parse(demoOrganisations);

/** The organisation under this code. */
export const findRegisteredOrganisation = (uscc: string) => organisations.find((one) => one.uscc === uscc);

/** The organisations that somebody represents: what the screen tells them to type in a demonstration. */
export const organisationsOf = (citizenId: string) => organisations.filter(({ representative }) => representative.citizenId === citizenId);

/** The one bank card of somebody in the register: 15 digits drawn from their number, and Luhn's. */
export function demoBankCard(citizenId: string): string {
  const body = `621700${citizenId.slice(6, 14)}${citizenId.charAt(16)}`;
  const sum = [...body].toReversed().reduce((total, digit, place) => total + doubled(Number(digit), place), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const doubled = (digit: number, place: number) => (place % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit);

/** The page that stands for another system in a demonstration; it says that it is none. */
export function demoCheckUrl(kind: "livePerson" | "networkIdentity", returnUrl: string): string {
  const { origin, pathname, search } = new URL(returnUrl);
  const english = pathname.startsWith("/en/");
  return `${origin}${english ? "/en" : ""}/dev/identity-check?${new URLSearchParams({ kind, next: `${pathname.replace(/^\/en(?=\/)/, "")}${search}` })}`;
}
