import { useTranslations } from "next-intl";
import { ErrorTitle } from "./ErrorTitle";
import { FocusOnArrival } from "./FocusOnArrival";
import { fieldId } from "./fields";
import { MarkChinese } from "./MarkChinese";
import { useGap } from "./useGap";

export type FieldError = { name: string; message: string };

/**
 * What must be put right, at the top of the page above its heading, each line a link to its field.
 * Renders nothing when there is no error.
 */
export function ErrorSummary({ errors }: { errors: readonly FieldError[] }) {
  const t = useTranslations("ui");
  const gap = useGap();
  if (errors.length === 0) return null;
  return (
    <FocusOnArrival className="max-w-form" key={errors.map((error) => error.name + error.message).join()}>
      <ErrorTitle prefix={t("errorPrefix") + gap} />
      <div role="alert" className="rounded-card border-4 border-danger bg-surface p-5">
        <h2 className="text-h2 font-bold">{t("errorSummary", { count: errors.length })}</h2>
        <ul className="mt-2 flex flex-col">
          {errors.map(({ name, message }) => (
            <li key={name}>
              <a href={`#${fieldId(name)}`} className="tap font-semibold text-danger hover:text-danger-strong"><MarkChinese>{message}</MarkChinese></a>
            </li>
          ))}
        </ul>
      </div>
    </FocusOnArrival>
  );
}
