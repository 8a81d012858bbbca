import { getLocale, getTranslations } from "next-intl/server";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { api } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/Button";
import { Card } from "@/app/_ui/Cards";
import { revokeConsent } from "./consents";
import { ActingField } from "./ActingField";

/** The systems that whoever is signed in lets in, what each may know, and the button that takes it back. */
export async function ConsentList() {
  const [t, scope, locale] = await Promise.all([getTranslations("consent.list"), getTranslations("consent.authorize.scopes"), getLocale()]);
  const consents = await (await api()).identity.listConsents();
  if (consents.length === 0) return <p className="text-muted">{t("empty")}</p>;
  return (
    <ul className="flex flex-col gap-4">
      {consents.map(({ clientId, name, nameEn, departmentName, scopes, grantedAt }) => {
        const client = locale === "en" ? (nameEn ?? name) : name;
        return (
          <li key={clientId}>
            <Card title={client}>
              <p className="text-hint text-muted">{t("since", { department: departmentName, date: formatDayShort(dayOfInstant(grantedAt), locale) })}</p>
              <ul className="list-disc pl-[1.4em]">{scopes.map((one) => <li key={one}>{scope(one)}</li>)}</ul>
              <form action={revokeConsent}>
                <ActingField />
                <input type="hidden" name="clientId" value={clientId} />
                <Button type="submit" look="danger" aria-label={t("revokeLong", { client })}>{t("revoke")}</Button>
              </form>
            </Card>
          </li>
        );
      })}
    </ul>
  );
}
