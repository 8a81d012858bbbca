import { useLocale } from "next-intl";

const run = /((?=[\u3000-\u303F\uFF00-\uFFEF]*\p{Script=Han})[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]+)/u;

/**
 * A text in which what is Chinese is marked as such where the page is in another language: within an English sentence, the
 * label of a question that has no other. What needs no mark stays one piece of text, which is read in one breath.
 */
export function MarkChinese({ children }: { children: string }) {
  const parts = useLocale() === "zh-CN" ? [children] : children.split(run);
  if (parts.length === 1) return <>{children}</>;
  // Every other part is Chinese. One box around all of them: side by side in a row of boxes they would lose the gaps between words.
  return <span>{parts.map((part, index) => (index % 2 === 0 ? part : <span key={index} lang="zh-CN">{part}</span>))}</span>;
}
