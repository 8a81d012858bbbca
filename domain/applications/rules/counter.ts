import { isOneself, postsIn, type User } from "@/domain/core/actor";
import { isWithin } from "@/domain/departments/rules";
import type { Material } from "@/domain/items/schema";
import type { ReceptionMethod, TrustLevel } from "../schema/counter";

/** How long somebody may be served before they are identified anew, in minutes. */
export const receptionMinutes = 120;

type Office = { departmentId: string; divisionCode: string };
/** A place where people are served: whose items it takes; an empty list of codes means all of these departments'. */
export type CounterWindow = Office & { serves: readonly string[]; itemCodes: readonly string[] };
export type IntakePlace = Office & { itemCode: string };

export type Served = {
  /** Accounts that this is about: whoever stands there, and whoever they act for. */
  concerns: readonly string[];
  /** Organisations that the clerk acts for in private, and the one this is about. */
  clerksOrganisations?: readonly string[];
  organisationId?: string | null;
};

/**
 * Why this clerk may not take an application for an item at the counter, as an error code; nothing when they may: clerks of the
 * item's own department and division, and those of a one-stop window that serves it (综合窗口); nobody for themselves.
 */
export function hindersIntake(clerk: User, place: IntakePlace, { concerns, clerksOrganisations = [], organisationId }: Served, windows: readonly CounterWindow[]): string | undefined {
  const posts = postsIn(clerk, "clerk");
  const holdsAt = ({ departmentId, divisionCode }: Office) => posts.some((post) => post.departmentId === departmentId && isWithin(divisionCode, post.divisionCode));
  if (!holdsAt(place) && !windows.some((window) => takes(window, place) && holdsAt(window))) return "applications.notServedHere";
  const own = concerns.some((accountId) => isOneself(clerk, accountId)) || (organisationId != null && clerksOrganisations.includes(organisationId));
  return own ? "applications.ownCase" : undefined;
}

function takes({ serves, itemCodes }: CounterWindow, { departmentId, itemCode }: IntakePlace): boolean {
  return serves.includes(departmentId) && (itemCodes.length === 0 || itemCodes.includes(itemCode));
}

type Reception = { method: ReceptionMethod; decision: "confirmed" | "refused" | null; endedAt: Date | null; expiresAt: Date };

/** Whether it is proven who stands there: a machine read the document, or a second person confirmed what was typed. */
export function isProven({ method, decision }: Pick<Reception, "method" | "decision">): boolean {
  return method === "reader" || decision === "confirmed";
}

/** Why nobody can be served under this reception now, as an error code; nothing when somebody can. */
export function refusesService(reception: Reception, now: Date): string | undefined {
  if (reception.endedAt || reception.expiresAt <= now) return "applications.receptionOver";
  return isProven(reception) ? undefined : "applications.identityUnproven";
}

/** How far an upload is believed before anybody compared it: what the applicant makes themselves is their promise, a copy of another's paper is a copy. */
export function trustOfUpload(material: Pick<Material, "source"> | undefined): Exclude<TrustLevel, "A" | "B"> {
  return material?.source === "applicant" ? "D" : "C";
}

/** The code of an item in what a scanner typed: the code itself, or the address in the QR code of a guide. */
export function scannedItemCode(text: string): string | undefined {
  const scanned = text.normalize("NFKC").trim();
  const [, code] = /(?:^|\/items\/)([0-9A-Za-z]{31}(?:[0-9A-Za-z]{2})?)(?:[/?#].*)?$/.exec(scanned) ?? [];
  return code?.toUpperCase();
}

/** An amount typed in yuan as fen, or nothing: at most two decimals, more than nothing. */
export function fenOf(yuan: string): number | undefined {
  const [, whole = "", decimals = ""] = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(yuan.normalize("NFKC").replace(/[,\s￥¥元]/g, "")) ?? [];
  const fen = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  return whole !== "" && fen > 0 ? fen : undefined;
}
