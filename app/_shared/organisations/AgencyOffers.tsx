import { randomUUID } from "node:crypto";
import { getLocale, getTranslations } from "next-intl/server";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { api } from "@/app/_trpc/server";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { Card } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { actionLevels } from "@/domain/identity/rules/levels";
import { itemNamesFor } from "../delegations/itemNames";
import { ScopeText } from "../delegations/Terms";
import { ActingField } from "../identity/ActingField";
import { Chinese } from "../items/Localised";

/** The organisations that ask the person signed in to be their agent, each to accept or to turn down; nothing where there are none. */
export async function AgencyOffers({ action }: { action: (form: FormData) => Promise<void> }) {
  const [t, errors, locale, offers] = await Promise.all([getTranslations("organisations"), getTranslations("errors"), getLocale(), api().then((caller) => caller.delegations.offers())]);
  if (offers.length === 0) return null;
  const names = await itemNamesFor(offers);
  return (
    <Section title={t("offers.title")}>
      {offers.map(({ id, organisation, uscc, scope, validFrom, validUntil, expiresAt, hindrance }) => (
        <Card key={id} title={<Chinese>{organisation}</Chinese>}>
          <DescriptionList facts={[
            { label: t("uscc"), value: uscc },
            { label: t("agents.scope"), value: <ScopeText scope={scope} names={names} /> },
            { label: t("agents.term"), value: t("agents.days", { from: formatDay(validFrom, locale), until: formatDay(validUntil ?? validFrom, locale) }) },
          ]} />
          {expiresAt && <p className="text-hint text-muted">{t("offers.until", { day: formatDay(dayOfInstant(expiresAt), locale) })}</p>}
          <p>{t("offers.duty")}</p>
          {hindrance && <Notice tone="warning">{refusalText(errors, { code: hindrance, params: { level: actionLevels.acceptAgency } })}</Notice>}
          <form action={action}>
            <ActingField />
            <input type="hidden" name="idempotencyKey" value={randomUUID()} />
            <input type="hidden" name="id" value={id} />
            <ButtonRow>
              {hindrance !== "delegations.inviteeMismatch" && <Button type="submit" name="answer" value="accept">{t("offers.accept", { name: organisation })}</Button>}
              <Button type="submit" look="quiet" name="answer" value="decline" aria-label={t("offers.declineLong", { name: organisation })}>{t("offers.decline")}</Button>
            </ButtonRow>
          </form>
        </Card>
      ))}
    </Section>
  );
}
