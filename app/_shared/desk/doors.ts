import { getTranslations } from "next-intl/server";
import { holds } from "@/app/_shared/session";
import type { WorkLink } from "@/app/_ui/shell/WorkShell";
import { importRoles } from "@/domain/certificates/policy/import";
import type { StaffRole } from "@/domain/core/actor";
import { deskRoles } from "@/domain/identity/rules";

type Door = { href: string; label: string; for: readonly StaffRole[] };

const serving = ["clerk", "approver"] as const;
const keeping = ["clerk", "supervisor"] as const;

async function open(doors: readonly Door[]): Promise<Door[]> {
  const may = await Promise.all(doors.map((door) => holds(...door.for)));
  return doors.filter((_, index) => may[index]);
}

/** The parts of the desk that this person may open: what is used all day by itself, the counter and the rest under a word each. */
export async function deskDoors(): Promise<WorkLink[]> {
  const t = await getTranslations("common.desk");
  const [main, counter, more] = await Promise.all([mainDoors(), counterDoors(), moreDoors()].map(async (doors) => open(await doors)));
  const [first = [], others = []] = [main?.slice(0, 1), main?.slice(1)];
  return [
    ...first,
    ...(counter?.length ? [{ label: t("counter"), links: counter }] : []),
    ...others,
    ...(more?.length ? [{ label: t("more"), links: more }] : []),
  ];
}

async function mainDoors(): Promise<Door[]> {
  const [t, ratings, supervision, deliveries, certificates] = await Promise.all([getTranslations("common.desk"), getTranslations("rectification"), getTranslations("supervision"), getTranslations("deliveries.list"), getTranslations("certificateLife")]);
  return [
    { for: deskRoles, href: "/desk", label: t("queue") },
    { for: ["supervisor", "approver"], href: "/desk/ratings", label: ratings("link") },
    { for: ["supervisor"], href: "/desk/supervision", label: supervision("title") },
    { for: deskRoles, href: "/desk/supervision/inbox", label: supervision("inbox.title") },
    { for: ["certificateOfficer", "approver"], href: "/desk/certificates", label: certificates("title") },
    { for: ["clerk", "certificateOfficer"], href: "/desk/deliveries", label: deliveries("title") },
  ];
}

async function counterDoors(): Promise<Door[]> {
  const [counter, levels, delegations, ratings] = await Promise.all([getTranslations("counter"), getTranslations("levels.desk"), getTranslations("delegations.counter"), getTranslations("rectification.counter")]);
  return [
    { for: serving, href: "/desk/counter/applications", label: counter("link") },
    { for: serving, href: "/desk/counter/identity", label: levels("link") },
    { for: serving, href: "/desk/counter/delegation", label: delegations("title") },
    { for: ["clerk"], href: "/desk/counter/rating", label: ratings("link") },
  ];
}

async function moreDoors(): Promise<Door[]> {
  const [t, ratings, assignment, archive, enquiries, imports] = await Promise.all([getTranslations("common.desk"), getTranslations("rectification"), getTranslations("assignment"), getTranslations("archive"), getTranslations("enquiries.desk"), getTranslations("certificateImport")]);
  return [
    { for: importRoles, href: "/desk/certificates/import", label: imports("title") },
    { for: keeping, href: "/desk/enquiries", label: enquiries("title") },
    { for: ["clerk", "reviewer", "certificateOfficer"], href: "/desk/ratings/statistics", label: ratings("statistics") },
    { for: deskRoles, href: "/desk/absences", label: assignment("absences.link") },
    { for: ["supervisor"], href: "/desk/routing", label: assignment("routing.link") },
    { for: keeping, href: "/desk/archives", label: archive("title") },
    { for: ["supervisor"], href: "/desk/data-requests", label: t("dataRequests") },
  ];
}
