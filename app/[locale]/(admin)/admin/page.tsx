import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden, redirect } from "next/navigation";
import { here, hereWith } from "@/app/_shared/identity/attempt";
import { answer, api } from "@/app/_trpc/server";
import { Tiles, type TileProps } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import type { Role } from "@/domain/core/actor";
import { mayReadStaff } from "@/domain/identity/policy";
import { calendarDuties } from "@/domain/departments/rules/calendar";
import { placeDuties } from "@/domain/departments/policy";
import { itemRoles } from "@/domain/items/policy";
import { wordDuties } from "@/domain/items/policy/words";
import { textDuties } from "@/domain/notices/policy";

const adminRoles = [...itemRoles, "systemAdmin", "securityAdmin", "auditAdmin"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.overview"))("title") };
}

export default async function AdminPage() {
  const [t, clients, events, caller] = await Promise.all([getTranslations("admin.overview"), getTranslations("consent.clients"), getTranslations("lifeEvents.admin"), api()]);
  const { roles, owesSecondFactor } = await answer(caller.identity.viewer(), "/admin");
  if (owesSecondFactor) redirect(await hereWith("/sign-in/enrol", await here("/admin")));
  if (!roles.some((role) => adminRoles.some((admin) => admin === role))) forbidden();
  const edits = roles.some((role) => itemRoles.some((entry) => entry === role));
  const tiles: TileProps[] = edits ? [
    { href: "/admin/items", title: t("items"), note: t("itemsNote"), icon: "document" },
    { href: "/admin/items?state=draft", title: t("drafts"), note: t("draftsNote"), icon: "clock" },
    { href: "/admin/life-events", title: events("tile"), note: events("tileNote"), icon: "family" },
  ] : [];
  if (roles.some((role) => mayReadStaff.some((reader) => reader === role))) tiles.push(...(await staffTiles(roles)));
  if (roles.includes("securityAdmin")) tiles.push({ href: "/admin/clients", title: clients("tile"), note: clients("tileNote"), icon: "shield" });
  const keeps = roles.some((role) => Object.values(calendarDuties).some((duty) => duty === role));
  if (roles.includes("systemAdmin")) tiles.push(await operationsTile());
  const missing = keeps ? await caller.departments.listMissingYears() : [];
  const calendar = await getTranslations("admin.calendar");
  tiles.push(...(await administeredTiles(roles)));
  if (keeps) tiles.push({ href: "/admin/calendar", title: calendar("tile"), note: calendar("tileNote"), icon: "calendar" });
  return (
    <Page width="wide" notice={missing.map((year) => <Notice key={year} tone="warning" title={calendar("warning", { year })} />)}>
      <PageHeading title={t("title")} lead={t(edits ? "lead" : "leadOther")} />
      {tiles.length > 0 && <Tiles tiles={tiles} columns={2} label={t("title")} />}
    </Page>
  );
}

async function operationsTile(): Promise<TileProps> {
  const t = await getTranslations("operations");
  return { href: "/admin/operations", title: t("tile"), note: t("tileNote"), icon: "clock" };
}

/** Certificate types, departments, search words and texts, for whoever keeps or confirms them. */
async function administeredTiles(roles: readonly Role[]): Promise<TileProps[]> {
  const [places, closures, words, texts, types] = await Promise.all([getTranslations("departments"), getTranslations("closures.admin"), getTranslations("words"), getTranslations("templates"), getTranslations("certificateTypes")]);
  const keeps = (duties: Record<string, Role>) => roles.some((role) => Object.values(duties).includes(role));
  return [
    ...(roles.some((role) => itemRoles.some((one) => one === role)) ? [{ href: "/admin/certificate-types", title: types("tile"), note: types("tileNote"), icon: "certificate" as const }] : []),
    ...(keeps(placeDuties) ? [{ href: "/admin/departments", title: places("tile"), note: places("tileNote"), icon: "building" as const }, { href: "/admin/closures", title: closures("tile"), note: closures("tileNote"), icon: "clock" as const }] : []),
    ...(keeps(wordDuties) ? [{ href: "/admin/words", title: words("tile"), note: words("tileNote"), icon: "search" as const }] : []),
    ...(keeps(textDuties) ? [{ href: "/admin/templates", title: texts("tile"), note: texts("tileNote"), icon: "message" as const }] : []),
  ];
}

/** What the three administrators find here: staff, the changes that wait for them, the audit. */
async function staffTiles(roles: readonly Role[]): Promise<TileProps[]> {
  const [t, caller] = await Promise.all([getTranslations("staff.overview"), api()]);
  const tiles: TileProps[] = [{ href: "/admin/staff", title: t("staff"), note: t("staffNote"), icon: "person" }];
  if (roles.includes("auditAdmin")) return [...tiles, { href: "/admin/audit", title: t("audit"), note: t("auditNote"), icon: "search" }];
  return [...tiles, { href: "/admin/staff/changes", title: t("waiting"), note: t("waitingNote", { count: await caller.identity.countWaitingChanges() }), icon: "check" }];
}
