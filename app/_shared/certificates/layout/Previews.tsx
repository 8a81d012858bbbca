import { useTranslations } from "next-intl";
import { buttonClass } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";
import { samples } from "@/domain/certificates/schema/catalogue";

/** The saved page as PDF with four kinds of sample data. */
export function Previews({ href }: { href: string }) {
  const t = useTranslations("certificateTypes.previews");
  return (
    <section aria-labelledby="previews" className="flex flex-col gap-3">
      <h2 id="previews" className="text-h2 font-bold">{t("title")}</h2>
      <p className="max-w-measure text-muted">{t("hint")}</p>
      <ul className="flex flex-wrap gap-3">
        {samples.map((sample) => <li key={sample}><a href={`${href}?sample=${sample}`} className={buttonClass("secondary")} download><Icon name="download" />{t(sample)}</a></li>)}
      </ul>
    </section>
  );
}
