import { useTranslations } from "next-intl";
import { formatPhone } from "@/app/_i18n/format";
import type { Role } from "@/domain/core/actor";
import { Details } from "@/app/_ui/Cards";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type DemoAccount = { key: string; signInId: string; name: string; role: Role; division: string };

type Props = { accounts: readonly DemoAccount[]; next: string; chosen: string | undefined };

/** The demo city's people; choosing one fills the form in. Those who work here are folded away: the page is the citizens'. */
export function DemoAccounts({ accounts, next, chosen }: Props) {
  const t = useTranslations("signIn.demo");
  const { citizens = [], staff = [] } = Object.groupBy(accounts, ({ role }) => (role === "citizen" || role === "organisationAgent" ? "citizens" : "staff"));
  return (
    <Section title={t("title")} intro={t("intro")}>
      <Groups accounts={citizens} next={next} chosen={chosen} />
      <Details summary={t("staff")} open={staff.some(({ key }) => key === chosen)}><Groups accounts={staff} next={next} chosen={chosen} /></Details>
    </Section>
  );
}

function Groups({ accounts, next, chosen }: Props) {
  const t = useTranslations("signIn");
  const query = (key: string) => new URLSearchParams({ as: key, ...(next ? { next } : {}) }).toString();
  return (
    <dl className="border-b border-line">
      {[...Map.groupBy(accounts, ({ role }) => role)].map(([role, people]) => (
        <div key={role} className="grid items-start gap-x-6 border-t border-line py-2 sm:grid-cols-[8rem_minmax(0,1fr)] elder:sm:grid-cols-1">
          <dt className="flex min-h-tap items-center font-semibold elder:min-h-0">{t(`roles.${role}`)}</dt>
          <dd className="grid grid-cols-[repeat(auto-fill,minmax(13.5rem,1fr))] gap-x-5 gap-y-1 elder:grid-cols-1 elder:gap-y-2">
            {people.map(({ key, name, signInId }) => (
              <TextLink key={key} href={`/sign-in?${query(key)}`} className="tap" aria-current={key === chosen ? "true" : undefined}>{t("demo.person", { name, signInId: formatPhone(signInId) })}</TextLink>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
