import { useTranslations } from "next-intl";
import { buttonClass } from "../Button";
import { Icon } from "../Icon";
import { TextLink } from "../TextLink";
import { helpPhone } from "./SiteHeader";

/** Senior mode, at the end of every page: a person to call, when they answer, and family who may help. */
export function ElderHelp({ signedIn }: { signedIn: boolean }) {
  const t = useTranslations("common.elderHelp");
  const look = buttonClass("secondary", "w-full text-body! text-accent sm:w-auto");
  return (
    <section aria-labelledby="elder-help" data-print="no" data-read-aloud="skip" className="border-t border-accent-line bg-accent-soft">
      <div className="wrap-site flex max-w-site flex-col gap-4 py-8">
        <h2 id="elder-help" className="text-h2 font-bold">{t("title")}</h2>
        <p className="max-w-measure">{t("hours")}</p>
        <ul className="flex flex-wrap gap-4">
          <li className="max-sm:w-full"><a href={`tel:${helpPhone}`} className={look}><Icon name="phone" />{t("phone")}</a></li>
          <li className="max-sm:w-full"><TextLink href={signedIn ? "/me/delegations/new" : "/help/family"} className={look}><Icon name="family" />{t("family")}</TextLink></li>
        </ul>
      </div>
    </section>
  );
}
