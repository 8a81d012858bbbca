import { getTranslations } from "next-intl/server";
import { api } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/Button";
import { FoldLine } from "@/app/_ui/Cards";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { path: string; query: string; open: boolean };

/** Other beginnings than the form as it is: the one made from the guide, or that of a similar item. */
export async function Beginnings({ path, query, open }: Props) {
  const t = await getTranslations("builder.beginnings");
  const found = query ? (await (await api()).items.search({ query, limit: 10 })).rows : [];
  return (
    <details open={open} className="rounded-card border border-line">
      <FoldLine>{t("title")}</FoldLine>
      <div className="flex flex-col gap-4 border-t border-line p-4">
        <p className="max-w-measure text-muted">{t("hint")}</p>
        <p><TextLink href={`${path}?from=guide`} className="tap">{t("fromGuide")}</TextLink></p>
        <form method="get" action="" role="search" className="flex flex-wrap items-end gap-4">
          <TextField name="like" label={t("search")} type="search" maxLength={100} defaultValue={query} />
          <Button type="submit" icon="search">{t("find")}</Button>
        </form>
        {query && found.length === 0 && <p>{t("none")}</p>}
        {found.length > 0 && (
          <ul className="flex flex-col gap-1 elder:gap-4">
            {found.map(({ id, name, departmentName }) => (
              <li key={id} lang="zh-CN"><TextLink href={`${path}?from=${id}`} className="tap">{t("copy", { name })}</TextLink> <span className="text-hint text-muted">{departmentName}</span></li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
