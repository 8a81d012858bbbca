import { useLocale } from "next-intl";

/** The names of a certificate's fields in the language of the page, in one line. */
export function Fields({ fields }: { fields: readonly { zh: string; en: string }[] }) {
  const words = useLocale() === "en" ? fields.map(({ en }) => en).join(", ") : fields.map(({ zh }) => zh).join("、");
  return <span className="block max-w-measure">{words}</span>;
}
