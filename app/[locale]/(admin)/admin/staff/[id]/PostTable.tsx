import { useTranslations } from "next-intl";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import type { Locale } from "@/app/_i18n/routing";
import type { Answers } from "@/app/_trpc/types";
import { Table } from "@/app/_ui/Table";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { useGap } from "@/app/_ui/useGap";

type Post = Answers["identity"]["getStaff"]["posts"][number];

const tones: Record<Post["state"], TagTone> = { held: "success", ahead: "info", ended: "neutral" };

/** Every post somebody holds, will hold or held; `endHref` begins the address under which one is ended. */
export function PostTable({ posts, endHref, locale }: { posts: readonly Post[]; endHref: string | undefined; locale: Locale }) {
  const t = useTranslations("staff");
  const gap = useGap();
  const days = ({ validFrom, validUntil }: Post) =>
    validUntil ? t("person.days", { from: formatDayShort(validFrom, locale), until: formatDayShort(validUntil, locale) }) : t("person.daysOpen", { from: formatDayShort(validFrom, locale) });
  return (
    <Table
      caption={t("person.posts")}
      captionHidden
      dense
      rows={posts}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">{t("person.noPosts")}</p>}
      columns={[
        { key: "role", header: t("person.postColumns.role"), rowHeader: true, cell: ({ role }) => t(`roles.${role}`) },
        { key: "place", header: t("person.postColumns.place"), cell: ({ departmentName, divisionName }) => t("person.place", { department: departmentName, division: divisionName }) },
        { key: "days", header: t("person.postColumns.days"), cell: days },
        { key: "state", header: t("person.postColumns.state"), cell: ({ state, endedAt }) => <><Tag tone={tones[state]}>{t(`person.postState.${state}`)}</Tag>{endedAt && <span className="block text-small text-muted">{t("person.endedAt", { time: formatStamp(endedAt) })}</span>}</> },
        ...(endHref ? [{
          key: "act", header: t("person.postColumns.act"),
          cell: ({ id, state, role, departmentName }: Post) => state !== "ended" && <TextLink href={`${endHref}${id}`} className="inline-flex min-h-tap items-center">{t("person.end")}<span className="sr-only">{gap}{t(`roles.${role}`)}{gap}{departmentName}</span></TextLink>,
        }] : []),
      ]}
    />
  );
}
