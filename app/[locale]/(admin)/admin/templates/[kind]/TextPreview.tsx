import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { Prose } from "@/app/_ui/Page";

type Text = Answers["notices"]["getText"];
type Shown = Pick<Text, "kind"> & { preview: NonNullable<Text["current"]>["preview"]; proposalId?: string };

/** A text filled with sample data; a notice as its recipient reads it, with the way to its PDF. */
export function TextPreview({ kind, preview, proposalId }: Shown) {
  const t = useTranslations("templates");
  if (preview.kind === "message") {
    return (
      <dl className="flex max-w-measure flex-col gap-3">
        <div><dt className="font-semibold">{t("zh")}</dt><dd lang="zh-CN">{preview.zh}</dd></div>
        <div><dt className="font-semibold">{t("en")}</dt><dd lang="en">{preview.en}</dd></div>
      </dl>
    );
  }
  const { title, titleEn, recipient, paragraphs, items, remedies } = preview.body;
  return (
    <>
      <div lang="zh-CN" className="rounded-card border border-line bg-surface p-4 md:p-6">
        <Prose>
          <p className="font-bold">{title} <span lang="en" className="block text-hint font-normal text-muted">{titleEn}</span></p>
          <p>{recipient}：</p>
          {paragraphs.map((line) => <p key={line}>{line}</p>)}
          {items.length > 0 && <ol>{items.map((line) => <li key={line}>{line}</li>)}</ol>}
          {remedies.map((line) => <p key={line} className="break-all">{line}</p>)}
        </Prose>
      </div>
      <p><a href={`/api/text-previews/${kind}${proposalId ? `?proposal=${proposalId}` : ""}`} className="tap">{t("pdf")}</a></p>
    </>
  );
}
