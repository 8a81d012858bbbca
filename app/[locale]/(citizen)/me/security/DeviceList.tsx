import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { Tag } from "@/app/_ui/Tag";
import { endOtherSessions, endSession } from "./actions";

type OwnSession = Answers["identity"]["listSessions"][number];

/** Where one is signed in, each with the way to end it; this device first. */
export function DeviceList({ devices }: { devices: readonly OwnSession[] }) {
  const t = useTranslations("security.devices");
  return (
    <>
      <ul aria-label={t("title")} className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
        {devices.map((device) => <li key={device.id}><DeviceRow device={device} /></li>)}
      </ul>
      {devices.length > 1 && <form action={endOtherSessions}><ActingField /><Button type="submit" look="danger">{t("endOthers")}</Button></form>}
    </>
  );
}

function DeviceRow({ device: { id, browser, system, signedInAt, lastSeenAt, isThis } }: { device: OwnSession }) {
  const t = useTranslations("security.devices");
  const locale = useLocale();
  const name = t("name", { browser: browser ? t(`browsers.${browser}`) : t("unknownBrowser"), system: system ? t(`systems.${system}`) : t("unknownSystem") });
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-4 md:px-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">{name}{isThis && <Tag tone="success">{t("this")}</Tag>}</p>
        <p className="text-hint text-muted">{t("signedInAt", { at: formatInstant(signedInAt, locale) })}</p>
        <p className="text-hint text-muted">{t("lastSeenAt", { at: formatInstant(lastSeenAt, locale) })}</p>
      </div>
      {!isThis && (
        <form action={endSession}>
          <ActingField />
          <input type="hidden" name="id" value={id} />
          <Button type="submit" aria-label={t("endLabel", { device: name })}>{t("end")}</Button>
        </form>
      )}
    </div>
  );
}
