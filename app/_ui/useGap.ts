import { useLocale } from "next-intl";

/** What stands between two pieces of text: nothing in Chinese, a space in English. */
export function useGap(): string {
  return useLocale() === "zh-CN" ? "" : " ";
}
