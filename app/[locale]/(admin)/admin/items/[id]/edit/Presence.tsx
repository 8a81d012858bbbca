import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { api } from "@/app/_trpc/server";
import type { SeeEditors } from "@/domain/items/schema/life";
import { PresenceLine } from "./PresenceLine";

/** Who else has this item open: opening a page says so without script, the open page goes on saying it with script. */
export async function Presence({ itemId, part }: SeeEditors) {
  const [t, caller] = [await getTranslations("revisions.presence"), await api()];
  // Whoever may not see the item is told so by the page itself.
  const seen = await caller.items.seeEditors({ itemId, part }).catch(() => undefined);
  if (!seen) return null;
  return (
    <ClientMessages areas={["revisions", "admin"]}>
      <section aria-label={t("title")} data-print="no"><PresenceLine itemId={itemId} part={part} others={seen.others} /></section>
    </ClientMessages>
  );
}
