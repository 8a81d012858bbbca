import { useTranslations } from "next-intl";
import { Icon, type IconName } from "@/app/_ui/Icon";
import { TextLink } from "@/app/_ui/TextLink";

const entrances: readonly { href: string; key: "progress" | "verify" | "certificates" | "places" | "ask" | "elder"; icon: IconName }[] = [
  { href: "/progress", key: "progress", icon: "clock" },
  { href: "/verify", key: "verify", icon: "shield" },
  { href: "/me/certificates", key: "certificates", icon: "certificate" },
  { href: "/departments", key: "places", icon: "building" },
  { href: "/ask", key: "ask", icon: "message" },
  { href: "/elder", key: "elder", icon: "text" },
];

/** Beside the search: what people come for besides applying, two abreast even on a phone. */
export function Entrances() {
  const t = useTranslations("home");
  return (
    <nav aria-label={t("tools")}>
      <ul className="grid grid-cols-2 gap-3 md:max-lg:grid-cols-3">
        {entrances.map(({ href, key, icon }) => (
          <li key={href}>
            <TextLink href={href} className="group flex h-full min-h-tap-primary flex-col gap-2 rounded-card border border-accent-line bg-surface p-4 text-ink no-underline hover:border-accent hover:text-ink hover:no-underline">
              <Icon name={icon} className="size-[1.5em] text-accent" />
              <span className="flex flex-col">
                <span className="font-bold leading-normal group-hover:underline">{t(`entrances.${key}.title`)}</span>
                <span className="text-hint text-muted max-sm:hidden">{t(`entrances.${key}.note`)}</span>
              </span>
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
