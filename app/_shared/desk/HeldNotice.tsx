import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/Notice";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { formatApplicationNumber, parseApplicationNumber } from "@/domain/core/codes";

/** What came of claiming or releasing a case, told by the address after the redirect. */
export function HeldNotice({ held, number, holder }: { held: string | undefined; number: string | undefined; holder: string | null | undefined }) {
  const t = useTranslations("desk.held");
  const parsed = parseApplicationNumber(number ?? "");
  if (!held || !parsed) return null;
  const shown = formatApplicationNumber(parsed);
  const done = held === "claim" || held === "release";
  const refused = held === "applications.claimedByOther" ? "taken" : held === "applications.notClaimedByYou" ? "notYours" : "failed";
  return (
    <FocusOnArrival>
      <Notice tone={done ? "success" : "warning"} live title={done ? t(held, { number: shown }) : t(refused, { number: shown, holder: holder ?? t("colleague") })} />
    </FocusOnArrival>
  );
}
