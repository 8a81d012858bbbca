import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer, holds } from "@/app/_shared/session";
import { WorkShell } from "@/app/_ui/shell/WorkShell";
import { importRoles } from "@/domain/certificates/policy/import";
import { deskRoles } from "@/domain/identity/rules";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common.desk");
  const [atDesk, serves, clerk, supervisor] = await Promise.all([holds(...deskRoles), holds("clerk", "approver"), holds("clerk"), holds("supervisor")]);
  const counter = [
    ...(serves ? [{ href: "/desk/counter/applications", label: (await getTranslations("counter"))("link") }] : []),
    ...(serves ? [{ href: "/desk/counter/identity", label: (await getTranslations("levels.desk"))("link") }] : []),
    ...(serves ? [{ href: "/desk/counter/delegation", label: (await getTranslations("delegations.counter"))("title") }] : []),
    ...(clerk ? [{ href: "/desk/counter/rating", label: (await getTranslations("rectification.counter"))("link") }] : []),
  ];
  const more = [
    ...((await holds(...importRoles)) ? [{ href: "/desk/certificates/import", label: (await getTranslations("certificateImport"))("title") }] : []),
    ...((await holds("clerk", "reviewer", "certificateOfficer")) ? [{ href: "/desk/ratings/statistics", label: (await getTranslations("rectification"))("statistics") }] : []),
    ...(atDesk ? [{ href: "/desk/absences", label: (await getTranslations("assignment.absences"))("link") }] : []),
    ...(supervisor ? [{ href: "/desk/routing", label: (await getTranslations("assignment.routing"))("link") }] : []),
    ...(clerk || supervisor ? [{ href: "/desk/archives", label: (await getTranslations("archive"))("title") }] : []),
    ...(supervisor ? [{ href: "/desk/data-requests", label: t("dataRequests") }] : []),
  ];
  const links = [
    ...(atDesk ? [{ href: "/desk", label: t("queue") }] : []),
    ...(counter.length > 0 ? [{ label: t("counter"), links: counter }] : []),
    ...((await holds("supervisor", "approver")) ? [{ href: "/desk/ratings", label: (await getTranslations("rectification"))("link") }] : []),
    ...(supervisor ? [{ href: "/desk/supervision", label: (await getTranslations("supervision"))("title") }] : []),
    ...(atDesk ? [{ href: "/desk/supervision/inbox", label: (await getTranslations("supervision.inbox"))("title") }] : []),
    ...((await holds("clerk", "certificateOfficer")) ? [{ href: "/desk/deliveries", label: (await getTranslations("deliveries.list"))("title") }] : []),
    ...(more.length > 0 ? [{ label: t("more"), links: more }] : []),
  ];
  return <SessionWatch><WorkShell home="/desk" name={t("name")} navLabel={t("navLabel")} links={links} view={await currentView()} viewer={await currentViewer()}>{children}</WorkShell></SessionWatch>;
}
