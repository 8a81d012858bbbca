import { useTranslations } from "next-intl";
import type { Role } from "@/domain/core/actor";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type DemoAccount = { key: string; signInId: string; name: string; role: Role; division: string };

/** The demo city's people; choosing one fills the form in. */
export function DemoAccounts({ accounts, next, chosen }: { accounts: readonly DemoAccount[]; next: string; chosen: string | undefined }) {
  const t = useTranslations("signIn");
  const query = (key: string) => new URLSearchParams({ as: key, ...(next ? { next } : {}) }).toString();
  const groups = Map.groupBy(accounts, ({ role }) => role);
  return (
    <Section title={t("demo.title")} intro={t("demo.intro")}>
      <dl className="flex flex-col gap-3">
        {[...groups].map(([role, people]) => (
          <div key={role} className="flex flex-wrap items-baseline gap-x-4 border-t border-line pt-2">
            <dt className="w-[9em] font-semibold">{t(`roles.${role}`)}</dt>
            <dd className="flex flex-wrap gap-x-5">
              {people.map(({ key, name, signInId }) => (
                <TextLink key={key} href={`/sign-in?${query(key)}`} className="tap" aria-current={key === chosen ? "true" : undefined}>{t("demo.person", { name, signInId })}</TextLink>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
