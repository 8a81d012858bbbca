import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { Chinese, ItemName } from "./Localised";
import { useLimitText } from "./useLimitText";

type Row = Answers["items"]["search"]["rows"][number];

/** Found items, each a link to its guide. */
export function ItemList({ rows }: { rows: readonly Row[] }) {
  return (
    <ol className="border-t border-line">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-col gap-1 border-b border-line py-4 elder:gap-2 elder:py-6">
          <h2 className="text-h3 font-bold">
            <TextLink href={`/items/${row.code}`} className="inline-flex min-h-tap items-center py-1"><span className="max-w-measure"><ItemName {...row} /></span></TextLink>
          </h2>
          <p className="text-hint text-muted"><Chinese>{row.departmentName}</Chinese></p>
          <Marks row={row} />
        </li>
      ))}
    </ol>
  );
}

function Marks({ row: { status, onlineDepth, handling, promisedLimit } }: { row: Row }) {
  const t = useTranslations("items.row");
  const limitText = useLimitText();
  const online = onlineDepth === "3" || onlineDepth === "4";
  const promised = promisedLimit && promisedLimit.value > 0 ? promisedLimit : undefined;
  const instant = handling === "instant" || promisedLimit?.value === 0;
  if (status !== "suspended" && !online && !promised && !instant) return null;
  return (
    <ul className="flex flex-wrap gap-2 pt-1">
      {status === "suspended" && <li><Tag tone="warning">{t("suspended")}</Tag></li>}
      {online && <li><Tag tone="info">{t("online")}</Tag></li>}
      {instant && <li><Tag tone="success">{t("instant")}</Tag></li>}
      {promised && <li><Tag>{t("limit", { limit: limitText(promised) })}</Tag></li>}
    </ul>
  );
}
