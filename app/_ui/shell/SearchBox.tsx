import { useLocale, useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { localePath } from "@/app/_i18n/routing";
import { cx } from "../cx";
import { Icon } from "../Icon";
import { SearchSuggestions } from "./SearchSuggestions";

type SearchBoxProps = { id: string; size?: "header" | "hero"; defaultValue?: string | undefined };

const looks = {
  header: {
    box: "lg:max-w-[26rem] elder:lg:max-w-form", label: "sr-only", row: "", input: "min-h-tap rounded-r-none border-r-0 text-hint",
    button: "min-w-tap justify-center rounded-l-none px-3", word: "sr-only",
  },
  hero: {
    // On a narrow screen with large text the button stands under the box, so that a whole word fits in.
    box: "max-w-form", label: "mb-2 block font-semibold", row: "flex-wrap gap-2 *:first:basis-40", input: "min-h-[calc(var(--tap-primary)+0.5rem)] text-lead",
    button: "min-h-tap-primary px-6 text-button", word: "",
  },
} as const;

/** The search for service items: a plain form, so it works everywhere. */
export function SearchBox({ id, size = "header", defaultValue }: SearchBoxProps) {
  const t = useTranslations("common.search");
  const look = looks[size];
  const hint = size === "hero" ? `${id}-hint` : undefined;
  return (
    <search aria-label={t(hint ? "label" : "site")} data-searches="services" data-print="no" className={cx("block w-full", look.box)}>
      <form action={localePath(useLocale(), "/items")} method="get">
        <label htmlFor={id} className={look.label}>{t("label")}</label>
        <div className={cx("relative flex", look.row)}>
          <SearchInput
            id={id}
            defaultValue={defaultValue}
            placeholder={hint ? undefined : t("label")}
            aria-describedby={hint}
            className={cx("h-full rounded-control border-(length:--stroke) border-control bg-surface px-4 text-ink focus-visible:relative", look.input)}
          />
          <button type="submit" className={cx("inline-flex shrink-0 items-center gap-2 rounded-control bg-accent font-semibold text-on-accent hover:bg-accent-strong forced-colors:border forced-colors:border-[ButtonText]", look.button)}>
            <Icon name="search" />
            <span className={look.word}>{t("button")}</span>
          </button>
        </div>
        {hint && <p id={hint} className="mt-2 text-hint text-muted">{t("hint")}</p>}
      </form>
    </search>
  );
}

/** The box itself, with what goes on from the words typed; it stands in a `relative` row, under which they are offered. */
export function SearchInput(input: Omit<ComponentProps<"input">, "onKeyDown" | "name" | "type">) {
  const [t, locale] = [useTranslations("common.search"), useLocale()];
  return <SearchSuggestions locale={locale} itemsHref={localePath(locale, "/items")} words={{ list: t("suggestions"), count: t("suggestionCount") }} name="q" type="search" autoComplete="off" {...input} />;
}
