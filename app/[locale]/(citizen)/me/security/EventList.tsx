import { useLocale, useTranslations } from "next-intl";
import { formatInstant } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";

type Event = Answers["identity"]["listSecurityEvents"]["rows"][number];

/** Sign-ins and changes of their means, the latest first. */
export function EventList({ events }: { events: readonly Event[] }) {
  const t = useTranslations("security.log");
  const locale = useLocale();
  if (events.length === 0) return <p className="text-muted">{t("empty")}</p>;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {events.map(({ id, at, action }) => (
        <li key={id} className="flex flex-wrap justify-between gap-x-6 gap-y-1 py-3">
          <span className="font-semibold">{t(`events.${nameOf(action)}`)}</span>
          <span className="text-muted tabular-nums">{formatInstant(at, locale)}</span>
        </li>
      ))}
    </ul>
  );
}

type Name<Action> = Action extends `identity.${infer Rest}` ? Rest : never;

// Safe: every action shown begins with its noun.
function nameOf<Action extends Event["action"]>(action: Action): Name<Action> {
  return action.slice("identity.".length) as Name<Action>;
}
