import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import { Localised } from "@/app/_shared/items/Localised";
import { cx } from "@/app/_ui/cx";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import type { FileView, MaterialView } from "../materials";

type Props = { number: string; materials: readonly MaterialView[]; missing: readonly MaterialView["label"][]; shown: string | undefined; against: string | undefined };

/** The uploads by material, what a correction replaced beneath each, and what was not handed in. */
export function MaterialList({ number, materials, missing, shown, against }: Props) {
  const t = useTranslations("desk.materials");
  const words = useTranslations("deskCase");
  const answers = useTranslations("desk.answers");
  return (
    <>
      {materials.length > 0 && <ul className="flex flex-col border-t border-line">
        {materials.map(({ fieldId, label, asked, changed, files, earlier }) => (
          <li key={fieldId} className="flex flex-col border-b border-line py-1">
            <div className="flex flex-wrap items-baseline gap-x-4">
              <span className="min-w-0 grow basis-40"><Localised text={label} /> {changed && <Tag tone="info">{words("changes.changed")}</Tag>}{asked && <span className="mt-1 block border-l-4 border-warning-line pl-3 text-warning">{answers("corrected", { reason: asked })}</span>}</span>
              <ul className="flex flex-wrap gap-x-3">
                {files.map((file) => <li key={file.id}><FileLink {...{ number, file, shown }} /></li>)}
              </ul>
            </div>
            {earlier.length > 0 && (
              <ul className="flex flex-wrap gap-x-3 text-hint text-muted">
                {earlier.map((file) => (
                  <li key={file.id} className="flex flex-wrap items-baseline gap-x-2">
                    {words("viewer.earlier")} <FileLink number={number} file={files[0] ?? file} against={file} shown={against} />
                    {file.replacedAt && <time dateTime={file.replacedAt}>{words("viewer.replacedAt", { at: formatStamp(file.replacedAt) })}</time>}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>}
      {missing.length > 0 && <p className="text-muted">{t("missing")} {missing.map((label, index) => <span key={label.zh}>{index > 0 && " · "}<Localised text={label} /></span>)}</p>}
    </>
  );
}

/** A way to a file: in the viewer beside, or, without script, in this page anew. `against`: its earlier version, shown beside it. */
function FileLink({ number, file, against, shown }: { number: string; file: FileView; against?: FileView; shown: string | undefined }) {
  const ui = useTranslations("ui");
  const named = against ?? file;
  if (named.unscanned) return <span>{named.name} <span className="text-hint text-muted">{ui("beingScanned")}</span></span>;
  const compared = against && against.id !== file.id ? against.id : undefined;
  const query = new URLSearchParams({ file: file.id, ...(compared ? { with: compared } : {}) });
  const current = named.id === shown;
  return (
    <TextLink href={`/desk/applications/${number}?${query}#materials`} scroll={false} data-file={file.id} data-with={compared} aria-current={current ? "true" : undefined} className={cx("tap", current && "font-bold text-ink no-underline")}>
      {named.name}
    </TextLink>
  );
}
