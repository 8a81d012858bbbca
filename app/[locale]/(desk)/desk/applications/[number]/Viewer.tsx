import { useTranslations } from "next-intl";
import { fileSize } from "@/app/_shared/applications/fileSize";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Localised } from "@/app/_shared/items/Localised";
import { buttonClass } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { Icon } from "@/app/_ui/Icon";
import { Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { compileForm } from "@/domain/forms/rules/compile";
import { Asked } from "./CaseAnswers";

type File = DeskCase["files"][number];
type Props = { found: DeskCase; shown: string | undefined; fileHref: (fileId: string) => string };

/** The uploads by material, and the chosen one beside the data. */
export function Viewer({ found, shown, fileHref }: Props) {
  const t = useTranslations("desk.materials");
  const file = found.files.find(({ id }) => id === shown) ?? found.files[0];
  const form = compileForm(found.definition);
  const fields = [...new Set(found.files.map(({ fieldId }) => fieldId))];
  const missing = found.materials.filter(({ key }) => !fields.includes(key));
  return (
    <Section id="materials" title={t("title")}>
      {!file && <p className="text-muted">{t("none")}</p>}
      {file && <ul className="flex flex-col border-t border-line">
        {fields.map((fieldId) => {
          const label = form.findField(fieldId)?.label ?? { zh: fieldId };
          return (
            <li key={fieldId} className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-1">
              <span className="min-w-0 grow basis-48"><Localised text={label} /><Asked found={found} field={fieldId} /></span>
              <ul className="flex flex-wrap gap-x-3">
                {found.files.filter((one) => one.fieldId === fieldId).map((one) => (
                  <li key={one.id}>
                    <TextLink href={fileHref(one.id)} scroll={false} aria-current={one.id === file.id ? "true" : undefined} className={cx("tap", one.id === file.id && "font-bold text-ink no-underline")}>{one.name}</TextLink>
                  </li>
                ))}
              </ul>
            </li>
          );
        })}
      </ul>}
      {missing.length > 0 && (
        <p className="text-muted">{t("missing")} {missing.map(({ key, name }, index) => <span key={key}>{index > 0 && " · "}<Localised text={name} /></span>)}</p>
      )}
      {file && <Document file={file} />}
    </Section>
  );
}

function Document({ file }: { file: File }) {
  const t = useTranslations("desk.materials");
  const source = `/api/files/${file.id}?inline=1`;
  return (
    <figure data-print="no" className="flex flex-col gap-2">
      {file.mime === "application/pdf"
        // The file's own policy shuts it in; a sandbox here would keep the browser's viewer from opening it.
        // oxlint-disable-next-line react/iframe-missing-sandbox
        ? <iframe key={file.id} data-key="viewer" src={`${source}#navpanes=0&view=FitH`} title={file.name} className="block h-[70dvh] min-h-[24rem] w-full rounded-card border border-line bg-surface lg:h-[calc(100dvh-14rem)]" />
        : (
          <a href={source} target="_blank" rel="noopener" data-key="viewer" className="block rounded-card border border-line bg-subtle">
            {/* A private, redrawn upload of any size: next/image has nothing to add. */}
            {/* oxlint-disable-next-line nextjs/no-img-element */}
            <img key={file.id} src={source} alt={t("scan", { name: file.name })} className="mx-auto block h-auto max-w-full object-contain lg:max-h-[calc(100dvh-14rem)]" />
          </a>
        )}
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 text-hint text-muted">
        <span>{file.name} · {fileSize(file.size)}</span>
        <span className="flex flex-wrap gap-x-2">
          <a href={source} target="_blank" rel="noopener" className={buttonClass("quiet")}>{t("open")}</a>
          <a href={`/api/files/${file.id}`} download className={buttonClass("quiet")}><Icon name="download" />{t("download")}</a>
        </span>
      </figcaption>
    </figure>
  );
}
