import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";

type Entry = Answers["items"]["getEntryOf"];

/** The entry of the directory that an item implements; nothing for one outside it. */
export async function entryOf(itemId: string): Promise<Entry> {
  return (await api()).items.getEntryOf({ itemId });
}

/** Says what of an item comes from the directory, and where it is not as the directory says. */
export async function FromDirectory({ entry }: { entry: NonNullable<Entry> }) {
  const [t, admin] = [await getTranslations("exchange.directory"), await getTranslations("admin.fields")];
  // Safe: a field without a name of its own is called as the exchange format calls it.
  const fields = admin as unknown as { (key: string): string; has(key: string): boolean };
  const differing = entry.differing.map((field) => (fields.has(field) ? fields(field) : field)).join(" · ");
  return (
    <Notice tone={differing ? "warning" : "info"} title={t("lockedTitle", { number: entry.edition })}>
      <p>{t("lockedFields")}</p>
      {differing && <p>{t("lockedDiffers", { fields: differing })}</p>}
      <TextLink href={`/admin/items/directory/${entry.directoryItemId}`} className="tap">{t("seeEntry")}</TextLink>
    </Notice>
  );
}
