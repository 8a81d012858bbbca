import { useTranslations } from "next-intl";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { supervisionActs } from "./state";

/** What was just done, told by the address after the redirect. */
export function Did({ did }: { did: string | string[] | undefined }) {
  const t = useTranslations("supervision.did");
  const act = supervisionActs.find((name) => name === did);
  return act ? <FocusOnArrival><Notice tone="success" live title={t(act)} /></FocusOnArrival> : null;
}
