import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SessionWatch } from "@/app/_shared/identity/SessionWatch";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer, holds } from "@/app/_shared/session";
import { WorkShell } from "@/app/_ui/shell/WorkShell";
import { deskRoles } from "@/domain/identity/rules";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common.desk");
  const links = [
    ...((await holds(...deskRoles)) ? [{ href: "/desk", label: t("queue") }] : []),
    ...((await holds("clerk", "approver")) ? [{ href: "/desk/counter/applications", label: (await getTranslations("counter"))("link") }] : []),
    ...((await holds("clerk", "approver")) ? [{ href: "/desk/counter/identity", label: (await getTranslations("levels.desk"))("link") }] : []),
    ...((await holds("clerk", "approver")) ? [{ href: "/desk/counter/delegation", label: (await getTranslations("delegations.counter"))("title") }] : []),
    ...((await holds("clerk")) ? [{ href: "/desk/counter/rating", label: (await getTranslations("rectification.counter"))("link") }] : []),
    ...((await holds("supervisor", "approver")) ? [{ href: "/desk/ratings", label: (await getTranslations("rectification"))("link") }] : []),
    ...((await holds("clerk", "reviewer", "certificateOfficer")) ? [{ href: "/desk/ratings/statistics", label: (await getTranslations("rectification"))("statistics") }] : []),
    ...((await holds("supervisor")) ? [{ href: "/desk/supervision", label: (await getTranslations("supervision"))("title") }] : []),
    ...((await holds(...deskRoles)) ? [{ href: "/desk/supervision/inbox", label: (await getTranslations("supervision.inbox"))("title") }] : []),
    ...((await holds(...deskRoles)) ? [{ href: "/desk/absences", label: (await getTranslations("assignment.absences"))("link") }] : []),
    ...((await holds("supervisor")) ? [{ href: "/desk/routing", label: (await getTranslations("assignment.routing"))("link") }] : []),
    ...((await holds("clerk", "certificateOfficer")) ? [{ href: "/desk/deliveries", label: (await getTranslations("deliveries.list"))("title") }] : []),
    ...((await holds("clerk", "supervisor")) ? [{ href: "/desk/archives", label: (await getTranslations("archive"))("title") }] : []),
    ...((await holds("supervisor")) ? [{ href: "/desk/data-requests", label: t("dataRequests") }] : []),
  ];
  return <SessionWatch><WorkShell home="/desk" name={t("name")} navLabel={t("navLabel")} links={links} view={await currentView()} viewer={await currentViewer()}>{children}</WorkShell></SessionWatch>;
}
