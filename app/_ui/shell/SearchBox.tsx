import { useLocale, useTranslations } from "next-intl";
import { localePath } from "@/app/_i18n/routing";
import { cx } from "../cx";
import { Icon } from "../Icon";

type SearchBoxProps = { id: string; size?: "header" | "hero"; defaultValue?: string | undefined };

/** The search for service items: a plain form, so it works everywhere. */
export function SearchBox({ id, size = "header", defaultValue }: SearchBoxProps) {
  const t = useTranslations("common.search");
  const action = localePath(useLocale(), "/items");
  const hero = size === "hero";
  return (
    <form action={action} method="get" role="search" aria-label={hero ? t("label") : t("site")} data-print="no" className={cx("w-full", hero ? "max-w-form" : "lg:max-w-[26rem] elder:lg:max-w-form")}>
      <label htmlFor={id} className={hero ? "mb-2 block font-semibold" : "sr-only"}>{t("label")}</label>
      <div className="flex">
        <input
          id={id}
          name="q"
          type="search"
          defaultValue={defaultValue}
          placeholder={hero ? undefined : t("label")}
          aria-describedby={hero ? `${id}-hint` : undefined}
          autoComplete="off"
          className={cx(
            "min-w-0 grow rounded-l-control border-(length:--stroke) border-r-0 border-control bg-surface px-4 text-ink focus-visible:relative",
            hero ? "min-h-[calc(var(--tap-primary)+0.5rem)] text-lead" : "min-h-tap text-hint",
          )}
        />
        <button type="submit" className={cx("inline-flex shrink-0 items-center gap-2 rounded-r-control bg-accent font-semibold text-on-accent hover:bg-accent-strong", hero ? "px-6 text-button" : "min-w-tap justify-center px-3")}>
          <Icon name="search" />
          <span className={hero ? undefined : "sr-only"}>{t("button")}</span>
        </button>
      </div>
      {hero && <p id={`${id}-hint`} className="mt-2 text-hint text-muted">{t("hint")}</p>}
    </form>
  );
}
