import { randomUUID } from "node:crypto";
import { useTranslations } from "next-intl";
import { ActingField } from "@/app/_shared/identity/ActingField";
import type { DeskViews } from "@/app/_shared/desk/types";
import { cx } from "@/app/_ui/cx";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextLink } from "@/app/_ui/TextLink";
import { changeView } from "./actions";
import type { Shown } from "./QueueTools";

type Props = { views: DeskViews["views"]; current: string; changed: boolean; shown: Shown };

/** The views one keeps and those colleagues share, the open one marked; where its filters were changed, it can take them over. */
export function ViewBar({ views, current, changed, shown }: Props) {
  const t = useTranslations("queue.views");
  if (views.length === 0) return null;
  const open = views.find(({ id }) => id === current);
  return (
    <nav aria-label={t("label")} data-print="no" className="flex flex-wrap items-center gap-2">
      <ul className="contents">
        {views.map(({ id, name, own, ownerName }) => (
          <li key={id}>
            <TextLink
              href={`/desk?view=${id}`} aria-current={id === current ? "page" : undefined}
              className={cx("tap rounded-control border px-4 no-underline hover:border-accent hover:bg-accent-soft hover:no-underline", id === current ? "border-accent bg-accent-soft font-bold text-ink" : "border-line bg-surface")}
            >
              <span lang="zh-CN">{name}</span>
              {!own && <span className="ml-2 text-small text-muted">{t("sharedBy", { name: ownerName })}</span>}
              {id === current && changed && <span className="ml-2 text-small font-normal text-muted">{t("changed")}</span>}
            </TextLink>
          </li>
        ))}
      </ul>
      {open?.own && changed && (
        <form action={changeView}>
          <ActingField />
          {Object.entries({ id: open.id, name: open.name, shared: open.shared ? "yes" : "", replace: "yes", search: shown.search, idempotencyKey: randomUUID() }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
          {shown.columns.map((column) => <input key={column} type="hidden" name="column" value={column} />)}
          <SubmitButton look="quiet">{t("update", { name: open.name })}</SubmitButton>
        </form>
      )}
      <TextLink href="/desk/views" className="tap">{t("manage")}</TextLink>
    </nav>
  );
}
