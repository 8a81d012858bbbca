import { useLocale, useTranslations } from "next-intl";
import { formatTime } from "@/app/_i18n/format";
import type { ItemNames } from "@/app/_shared/delegations/Terms";
import { StandingTag, useTermFacts } from "@/app/_shared/delegations/Terms";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { Card } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { RevokeForm } from "./RevokeForm";

type Row = Answers["delegations"]["list"]["given"][number];
type CardProps = { row: Row; given: boolean; names: ItemNames };

/** One delegation as its giver or its holder sees it, with what can be done about it in one press. */
export function DelegationCard({ row, given, names }: CardProps) {
  const t = useTranslations("delegations");
  const locale = useLocale();
  const facts = useTermFacts();
  const name = given ? (row.delegateName ?? row.inviteeName ?? "") : row.principalName;
  const title = row.kind === "guardianship" ? t(given ? "list.guardian" : "list.ward", { name }) : name;
  return (
    <Card
      title={<span className="flex flex-wrap items-center gap-3">{title}<StandingTag standing={row.standing} /></span>}
      actions={<>
        {!given && row.standing === "live" && (
          <form action={choosePrincipal}>
            <input type="hidden" name="returnTo" value="/me" />
            <Button type="submit" look="primary" name="delegation" value={row.id}>{t("list.act", { name })}</Button>
          </form>
        )}
        {row.revocable && <RevokeForm id={row.id} label={t(given ? (row.standing === "pending" ? "list.takeBack" : "list.stop") : "list.layDown", { name })} />}
        <ButtonLink href={`/me/delegations/${row.id}`} look="quiet">{t("list.details")}<span className="sr-only">{locale === "en" ? " " : ""}{name}</span></ButtonLink>
      </>}
    >
      {row.standing === "pending" && row.codeExpiresAt && <p>{t("list.pending", { time: formatTime(row.codeExpiresAt) })}</p>}
      {row.kind === "guardianship" && row.standing === "live" && <p className="text-hint text-muted">{t("list.guardianship")}</p>}
      <DescriptionList facts={facts(row, names)} />
    </Card>
  );
}
