import { useTranslations } from "next-intl";
import type { FileView } from "../materials";

/** A file as the browser shows it by itself. */
export function Plain({ file }: { file: FileView }) {
  const t = useTranslations("desk.materials");
  const source = `/api/files/${file.id}?inline=1`;
  return file.mime === "application/pdf"
    // The file's own policy shuts it in; a sandbox here would keep the browser's viewer from opening it.
    // oxlint-disable-next-line react/iframe-missing-sandbox
    ? <iframe src={`${source}#navpanes=0&view=FitH`} title={file.name} className="block h-[70dvh] min-h-[24rem] w-full rounded-card border border-line bg-surface" />
    : (
      <a href={source} target="_blank" rel="noopener" className="block rounded-card border border-line bg-subtle">
        {/* A private, redrawn upload of any size: next/image has nothing to add. */}
        {/* oxlint-disable-next-line nextjs/no-img-element */}
        <img src={source} alt={t("scan", { name: file.name })} className="mx-auto block h-auto max-w-full object-contain" />
      </a>
    );
}
