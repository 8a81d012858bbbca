import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort, formatInstant } from "@/app/_i18n/format";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { Answers } from "@/app/_trpc/types";
import { ButtonRow } from "@/app/_ui/Button";
import { Card } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { reachOf } from "@/domain/delegations/rules";
import { decideHere } from "./actions";

/** What a colleague recorded and that needs a second person before it is in force. */
export async function Waiting({ rows }: { rows: Answers["delegations"]["listWaitingAtCounter"] }) {
  const [t, terms, locale] = await Promise.all([getTranslations("delegations.counter"), getTranslations("delegations.terms"), getLocale()]);
  return (
    <Section title={t("waiting.title")}>
      {rows.length === 0 && <p className="text-muted">{t("waiting.none")}</p>}
      {rows.map(({ id, kind, principalName, delegateName, acts, awaitsPrincipal, askedBy, askedAt, validUntil, reason }) => (
        <Card key={id} title={t("waiting.who", { kind, principal: principalName, delegate: delegateName })}>
          <p>{t("waiting.asked", { name: askedBy, at: formatInstant(askedAt, locale) })}</p>
          <DescriptionList facts={[
            { label: terms("reach"), value: terms(`reaches.${reachOf(acts) ?? "view"}`) },
            ...(kind === "family" ? [{ label: terms("confirm"), value: terms(awaitsPrincipal ? "confirmYes" : "confirmNo") }] : []),
            { label: t("endsOn"), value: formatDayShort(validUntil ?? "", locale) },
            { label: t("reason"), value: reason },
          ]} />
          <form action={decideHere}>
            <ActingField />
            <input type="hidden" name="id" value={id} />
            <ButtonRow>
              <SubmitButton look="secondary" name="decision" value="confirmed">{t("waiting.confirm")}</SubmitButton>
              <SubmitButton look="danger" name="decision" value="refused">{t("waiting.refuse")}</SubmitButton>
            </ButtonRow>
          </form>
        </Card>
      ))}
    </Section>
  );
}
