import { getLocale, getTranslations } from "next-intl/server";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import { itemNamesFor } from "@/app/_shared/delegations/itemNames";
import { ScopeText, type ItemNames } from "@/app/_shared/delegations/Terms";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Card, Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import type { AgencyStanding } from "@/domain/delegations/rules";
import { confirmAgent, endAgent } from "../actions";

type Agent = Answers["delegations"]["agents"][number];

const open: readonly AgencyStanding[] = ["upcoming", "pending", "live"];
const tones: Record<AgencyStanding, TagTone> = { upcoming: "info", pending: "warning", live: "success", lapsed: "neutral", ended: "neutral", revoked: "neutral" };

/** The agents of an organisation and the invitations that wait, with what its representative can do about each in one press. */
export async function AgentList({ organisationId }: { organisationId: string }) {
  const [t, agents] = await Promise.all([getTranslations("organisations.agents"), api().then((caller) => caller.delegations.agents({ organisationId }))]);
  const names = await itemNamesFor(agents);
  const [now, past] = [agents.filter(({ standing }) => open.includes(standing)), agents.filter(({ standing }) => !open.includes(standing))];
  const cards = (rows: readonly Agent[]) => <div className="flex flex-col gap-4">{rows.map((agent) => <AgentCard key={agent.id} organisationId={organisationId} agent={agent} names={names} />)}</div>;
  return (
    <Section title={t("title")} intro={t("intro")}>
      <div><ButtonLink href={`/me/organisations/${organisationId}/agents/new`}>{t("invite")}</ButtonLink></div>
      {now.length > 0 ? cards(now) : <p className="text-muted">{t("none")}</p>}
      {past.length > 0 && <Details summary={t("past", { count: past.length })}>{cards(past)}</Details>}
    </Section>
  );
}

type CardProps = { organisationId: string; agent: Agent; names: ItemNames };

async function AgentCard({ organisationId, agent: { id, name, scope, validFrom, validUntil, standing, review, expiresAt }, names }: CardProps) {
  const [t, locale] = await Promise.all([getTranslations("organisations.agents"), getLocale()]);
  const act = (action: (form: FormData) => Promise<void>, label: string, look: "secondary" | "danger") => (
    <form action={action}>
      <ActingField />
      <input type="hidden" name="organisation" value={organisationId} />
      <input type="hidden" name="id" value={id} />
      <SubmitButton look={look}>{label}</SubmitButton>
    </form>
  );
  return (
    <Card
      title={<span className="flex flex-wrap items-center gap-3"><Chinese>{name}</Chinese><Tag tone={tones[standing]}>{t(`standing.${standing}`)}</Tag>{review && <Tag tone="warning">{t("review")}</Tag>}</span>}
      actions={open.includes(standing) && <>
        {review && act(confirmAgent, t("confirm", { name }), "secondary")}
        {act(endAgent, t(standing === "pending" ? "takeBack" : "end", { name }), "danger")}
      </>}
    >
      {standing === "pending" && expiresAt && <p>{t("pending", { day: formatDay(dayOfInstant(expiresAt), locale) })}</p>}
      {review && <p>{t("reviewText")}</p>}
      <DescriptionList facts={[
        { label: t("scope"), value: <ScopeText scope={scope} names={names} /> },
        { label: t("term"), value: t("days", { from: formatDay(validFrom, locale), until: formatDay(validUntil ?? validFrom, locale) }) },
      ]} />
    </Card>
  );
}
