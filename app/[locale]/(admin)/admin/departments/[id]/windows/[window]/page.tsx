import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { writeExceptions, writeSpans } from "@/domain/departments/rules/opening";
import { windowFacilities, windowLanguages } from "@/domain/departments/schema/windows";
import { FieldsForm, type FieldSpec } from "../../../../_parts/FieldsForm";
import { closeWindow, saveWindow } from "../../../actions";

type Props = { params: Promise<{ id: string; window: string }>; searchParams: Promise<{ kept?: string | string[] }> };
type Window = Answers["departments"]["getWindow"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("departments.windows"))("editTitle") };
}

export default async function WindowPage({ params, searchParams }: Props) {
  const [{ id, window: windowId }, { kept: keptId }, t, caller] = [await params, await searchParams, await getTranslations("departments"), await api()];
  const path = `/admin/departments/${id}/windows/${windowId}`;
  const department = await answer(caller.departments.getForEdit({ departmentId: id }), path);
  const window = windowId === "new" ? undefined : await answer(caller.departments.getWindow({ windowId }), path);
  const kept = await restored(keptId, path);
  const hidden = { departmentId: id, path: `/admin/departments/${id}`, ...(window ? { windowId: window.id, version: String(window.version) } : {}) };
  return (
    <Page width="form" before={<BackLink href={`/admin/departments/${id}`}><Chinese>{department.name}</Chinese></BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading title={t(window ? "windows.editTitle" : "windows.add")} />
      <ClientMessages areas={["errors", "proposals", "ui"]}>
        <FieldsForm action={saveWindow} hidden={hidden} submit={t("save")} restored={kept} fields={await fieldsOf(window, department)} />
        {window && (
          <Details summary={t("windows.close")}>
            <p className="mb-4 text-muted">{t("windows.closeHint")}</p>
            <FieldsForm action={closeWindow} danger hidden={hidden} submit={t("windows.close")} fields={[]} />
          </Details>
        )}
      </ClientMessages>
    </Page>
  );
}

async function fieldsOf(window: Window | undefined, { divisionCode, address, uscc }: Answers["departments"]["getForEdit"]): Promise<FieldSpec[]> {
  const t = await getTranslations("departments");
  const content = window?.content;
  const text = (name: "name" | "nameEn" | "address" | "floor" | "windowNumber" | "phone", value: string | undefined, optional = true): FieldSpec =>
    ({ type: "text", name, label: t(`windows.${name}`), optional, value, problem: t(name === "name" || name === "address" ? `windows.problems.${name}` : "windows.problems.other") });
  const days = (["0", "1", "2", "3", "4", "5", "6"] as const).map((day, at): FieldSpec => ({
    type: "text", name: `day-${at}`, label: t("windows.day", { day: t(`windows.days.${day}`) }), ...(at === 0 ? { hint: t("windows.dayHint") } : {}), optional: true,
    value: content ? writeSpans(content.hours.week[at] ?? []) : at < 5 ? "9:00-12:00 13:30-17:00" : "", problem: t("windows.problems.day"),
  }));
  const others = window?.served.filter((one) => one.id !== window.departmentId) ?? [];
  return [
    text("name", content?.name, false), text("nameEn", content?.nameEn), text("address", content?.address ?? address ?? undefined, false), text("floor", content?.floor), text("windowNumber", content?.windowNumber), text("phone", content?.phone),
    { type: "text", name: "division", label: t("windows.division"), value: window?.divisionCode ?? divisionCode, problem: t("windows.problems.division"), width: "short" },
    ...days,
    { type: "area", name: "exceptions", label: t("windows.exceptions"), hint: t("windows.exceptionsHint"), optional: true, value: content && writeExceptions(content.hours.exceptions), problem: t("windows.problems.exceptions") },
    { type: "checks", name: "languages", label: t("windows.languages"), optional: true, chosen: content?.languages ?? ["zh"], options: windowLanguages.map((value) => ({ value, label: t(`language.${value}`) })) },
    { type: "checks", name: "facilities", label: t("windows.facilities"), optional: true, chosen: content?.facilities ?? [], options: windowFacilities.map((value) => ({ value, label: t(`facility.${value}`) })) },
    { type: "area", name: "serves", label: t("windows.serves"), hint: t("windows.servesHint"), optional: true, rows: 3, value: others.map((one) => one.uscc).filter((one) => one !== uscc).join("\n"), problem: t("windows.problems.serves") },
    { type: "area", name: "itemCodes", label: t("windows.items"), hint: t("windows.itemsHint"), optional: true, rows: 3, value: window?.itemCodes.join("\n"), problem: t("windows.problems.itemCodes") },
  ];
}
