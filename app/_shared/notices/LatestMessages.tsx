import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { MessageList } from "./MessageList";

const latest = 3;

/** The last few messages to the person signed in; nothing where there are none. */
export async function LatestMessages() {
  const { rows } = await (await api()).notices.listMessages({ limit: latest });
  if (rows.length === 0) return null;
  const t = await getTranslations("me");
  return (
    <Section title={t("messages")} actions={<TextLink href="/me/messages" className="inline-flex min-h-tap items-center">{t("allMessages")}</TextLink>}>
      <MessageList rows={rows} />
    </Section>
  );
}
