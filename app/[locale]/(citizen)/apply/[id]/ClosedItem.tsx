import { getLocale, getTranslations } from "next-intl/server";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import type { Draft } from "@/app/_shared/applications/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { addDays } from "@/domain/core/calendar";
import { retentionOf } from "@/domain/records/rules/retention";

type Props = {
  draft: Pick<Draft, "closed" | "savedAt" | "status">;
  /** Where what was filled in is read and printed; left out on that page itself. */
  readHref?: string;
};

/** The item is suspended or ended while this draft is open: nothing that was filled in goes, until a day that is named. */
export async function ClosedItem({ draft: { closed, savedAt, status }, readHref }: Props) {
  if (!closed) return null;
  const [t, keep, locale] = [await getTranslations("apply.newer"), await getTranslations("keep.closed"), await getLocale()];
  const { days } = retentionOf("drafts");
  return (
    <Notice tone="warning" title={t("closed")} actions={readHref && <ButtonLink href={readHref} icon="print">{keep("read")}</ButtonLink>}>
      <p>{t("closedText")}</p>
      {status === "draft" && days !== null && <p>{keep("until", { day: formatDay(addDays(dayOfInstant(savedAt), days), locale) })}</p>}
    </Notice>
  );
}
