import { randomUUID } from "node:crypto";
import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import type { DeskCase } from "@/app/_shared/desk/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";
import { askAgain } from "./actions";

type Check = Answers["applications"]["checks"][number];
const tones = { ok: "success", attention: "warning", failed: "danger", notRun: "neutral" } as const;

/** Every check with how it came out, where that is known from, and since when; what needs attention first. */
export function Checks({ found, checks, refused, seconds }: { found: DeskCase; checks: readonly Check[]; refused: string | undefined; seconds: number }) {
  const errors = useTranslations("errors");
  const order = ["failed", "attention", "ok", "notRun"];
  const sorted = checks.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return (
    <>
      {refused && <p role="alert" className="font-semibold text-danger">{refusalText(errors, { code: refused, params: { seconds } })}</p>}
      <ul className="flex flex-col border-t border-line">{sorted.map((check) => <CheckRow key={check.kind} found={found} check={check} />)}</ul>
    </>
  );
}

function CheckRow({ found, check }: { found: DeskCase; check: Check }) {
  const t = useTranslations("deskCase.checks");
  const { kind, status, at, by, again, labels, numbers } = check;
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2">
      <p className="flex flex-wrap items-baseline gap-x-3"><Tag tone={tones[status]}>{t(`status.${status}`)}</Tag><span className="font-semibold">{t(`kinds.${kind}`)}</span></p>
      <p><Finding check={check} /></p>
      {labels.length > 0 && <ul className="flex flex-wrap gap-x-4">{labels.map((label) => <li key={label.zh}><Localised text={label} /></li>)}</ul>}
      {numbers.length > 0 && (
        <ul className="flex flex-wrap gap-x-3">{numbers.map((number) => <li key={number}><TextLink href={`/desk/applications/${number}`} className="tap tabular-nums">{formatApplicationNumber(number)}</TextLink></li>)}</ul>
      )}
      <p className="text-hint text-muted">{t(`sources.${kind}`)}{at && <> · <time dateTime={at} className="whitespace-nowrap">{formatStamp(at)}</time></>}{by && <> · <Chinese>{by}</Chinese></>}</p>
      {again && (
        <form action={askAgain} data-print="no">
          <ActingField />
          {Object.entries({ id: found.id, number: found.number, kind, idempotencyKey: randomUUID() }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
          <SubmitButton look="quiet">{at ? t("again") : t("ask")}<span className="sr-only"> {t(`kinds.${kind}`)}</span></SubmitButton>
        </form>
      )}
    </li>
  );
}

/** The finding in words: a key of its own for each check and outcome. */
function Finding({ check: { kind, finding, params } }: { check: Check }) {
  const t = useTranslations("deskCase.checks.findings");
  const key = `${kind}.${finding}` as Parameters<typeof t>[0];
  // Findings come from the server as text; one that this page does not know is not shown as a key.
  return t.has(key) ? t(key, { count: 0, name: "", representative: "", ...params } as never) : null;
}
