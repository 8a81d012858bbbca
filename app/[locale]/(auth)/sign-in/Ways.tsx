import { useTranslations } from "next-intl";
import { Tiles } from "@/app/_ui/Cards";
import type { IconName } from "@/app/_ui/Icon";
import { Tabs } from "@/app/_ui/Navigation";
import { Section } from "@/app/_ui/Page";

export const ways = ["password", "code", "passkey", "qr"] as const;
export type Way = (typeof ways)[number];

const icons: Record<Way, IconName> = { password: "lock", code: "message", passkey: "shield", qr: "qr" };

type WaysProps = { offered: readonly Way[]; chosen: Way; next: string };

const hrefOf = (way: Way, next: string) => `/sign-in?${new URLSearchParams({ way, ...(next ? { next } : {}) })}`;

/** The ways to sign in, side by side. */
export function WayTabs({ offered, chosen, next }: WaysProps) {
  const t = useTranslations("signIn.ways");
  return <Tabs label={t("label")} tabs={offered.map((way) => ({ href: hrefOf(way, next), label: t(way), current: way === chosen }))} />;
}

/** In senior mode: the other ways as large tiles, the easiest first. */
export function OtherWays({ offered, chosen, next }: WaysProps) {
  const t = useTranslations("signIn.ways");
  const easiestFirst = (["code", "qr", "passkey", "password"] as const).filter((way) => way !== chosen && offered.includes(way) && !(chosen === "password" && way === "code"));
  return (
    <Section title={t("other")}>
      <Tiles columns={2} tiles={easiestFirst.map((way) => ({ href: hrefOf(way, next), title: t(way), note: t(`${way}Note`), icon: icons[way] }))} />
    </Section>
  );
}

/** In senior mode, ahead of a password to remember: the way that needs none. */
export function EasiestWay({ next }: { next: string }) {
  const t = useTranslations("signIn.ways");
  return <Tiles columns={2} tiles={[{ href: hrefOf("code", next), title: t("code"), note: t("codeNote"), icon: icons.code }]} />;
}

/** By telephone, or with the family. */
export function HelpWays() {
  const t = useTranslations("signIn.help");
  return (
    <Section title={t("title")}>
      <Tiles columns={2} tiles={[{ href: "tel:12345", title: t("phone"), note: t("phoneNote"), icon: "phone" }, { href: "/help#family", title: t("family"), note: t("familyNote"), icon: "family" }]} />
    </Section>
  );
}
