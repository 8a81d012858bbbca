import { useTranslations } from "next-intl";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import type { ClientState } from "./actions";

type Props = { made: NonNullable<ClientState["made"]>; title: string };

/** What the owner of a system needs to set it up; the secret is shown this once and kept nowhere in the page's address. */
export function Credentials({ made: { clientId, secret }, title }: Props) {
  const t = useTranslations("consent.clients.made");
  const code = (text: string) => <code className="break-all">{text}</code>;
  return (
    <FocusOnArrival>
      <Notice tone="success" live title={title}>{t(secret ? "once" : "noSecret")}</Notice>
      <DescriptionList facts={[{ label: t("clientId"), value: code(clientId) }, ...(secret ? [{ label: t("secret"), value: code(secret) }] : [])]} />
    </FocusOnArrival>
  );
}
