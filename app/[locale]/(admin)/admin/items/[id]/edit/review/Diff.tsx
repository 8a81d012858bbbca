import { useTranslations } from "next-intl";
import { Localised } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Tag } from "@/app/_ui/Tag";
import type { EntryChange, Leaf, PartChange, ValueChange } from "@/domain/items/rules/diff";
import { fieldLabel } from "./labels";
import { wordKeys } from "./valueWords";
import { wordRuns, type Run } from "./words";

type Comparison = Answers["items"]["compare"];

const tones = { added: "success", removed: "danger", changed: "info", moved: "neutral" } as const;

/** What two editions say differently: field by field, entry by entry, the words that differ marked on both sides. */
export function Diff({ comparison: { changes, certificateNames }, stepTexts }: { comparison: Comparison; stepTexts: Answers["notices"]["stepTexts"] }) {
  const t = useTranslations("revisions.diff");
  const admin = useTranslations("admin");
  const names = { ...certificateNames, ...Object.fromEntries(stepTexts.map(({ code, name }) => [`tells.${code}`, name.zh])) };
  if (changes.length === 0) return <p>{t("none")}</p>;
  return (
    <div className="flex flex-col gap-8">
      {changes.map((change) => (
        <section key={change.field} aria-label={fieldLabel(admin, change.field)} className="flex flex-col gap-3">
          <h3 className="text-h3 font-bold">{fieldLabel(admin, change.field)}</h3>
          <Part change={change} names={names} />
        </section>
      ))}
    </div>
  );
}

const MOST_OPEN = 30;

/** What stands as an id in an edition, by the name that people know. */
type Names = Readonly<Record<string, string>>;

function Part({ change: { field, values, entries }, names }: { change: PartChange; names: Names }) {
  return (
    <>
      {values.length > 0 && <Values field={field} values={values} names={names} />}
      {entries.map((entry, at) => <Entry key={entry.key} field={field} entry={entry} names={names} open={at < MOST_OPEN} />)}
    </>
  );
}

type EntryProps = { field: PartChange["field"]; entry: EntryChange; names: Names; open: boolean };

function Entry({ field, entry: { kind, label, values }, names, open }: EntryProps) {
  const t = useTranslations("revisions.diff.kind");
  const named = <span className="flex flex-wrap items-baseline gap-2"><Tag tone={tones[kind]}>{t(kind)}</Tag><span className="font-semibold"><Localised text={label} /></span></span>;
  if (kind === "moved") return <div>{named}</div>;
  return open && kind === "changed" ? <div className="flex flex-col gap-2">{named}<Values field={field} values={values} names={names} /></div> : <Details summary={named} open={open && values.length === 1}><Values field={field} values={values} names={names} /></Details>;
}

/** Before and now beside one another, one below the other where there is little room. */
function Values({ field, values, names }: { field: PartChange["field"]; values: readonly ValueChange[]; names: Names }) {
  const t = useTranslations("revisions.diff");
  const path = usePath();
  const shown = useShown(names);
  return (
    <dl className="flex flex-col gap-3">
      {values.map((value) => {
        const [before, after] = [shown(field, value.path, value.before), shown(field, value.path, value.after)];
        const runs = value.before !== null && value.after !== null ? wordRuns(before, after) : undefined;
        return (
          <div key={value.path} className="flex flex-col gap-1">
            <dt className="text-hint text-muted">{path(value.path)}</dt>
            <dd className="grid gap-px overflow-hidden rounded-card border border-line bg-line md:grid-cols-2 elder:md:grid-cols-1">
              <Side label={t("before")} tone="removed" text={value.before === null ? undefined : before} runs={runs} lang={langOf(value.path)} />
              <Side label={t("after")} tone="added" text={value.after === null ? undefined : after} runs={runs} lang={langOf(value.path)} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

type SideProps = { label: string; tone: "removed" | "added"; text: string | undefined; runs: readonly Run[] | undefined; lang: string };

const langOf = (path: string) => (/(?:^|\.)en$/.test(path) ? "en" : "zh-CN");

function Side({ label, tone, text, runs, lang }: SideProps) {
  const t = useTranslations("revisions.diff");
  const Mark = tone === "removed" ? "del" : "ins";
  const colour = tone === "removed" ? "bg-danger-soft" : "bg-success-soft no-underline font-semibold";
  return (
    <div className="min-w-0 bg-surface p-3">
      <p className="text-small text-muted">{label}</p>
      {text === undefined ? <p className="text-muted">{t("nothing")}</p> : (
        <p className="max-w-measure break-words whitespace-pre-line" lang={lang}>
          {runs ? runs.filter(({ kind }) => kind === "same" || kind === tone).map((run, at) => (run.kind === "same" ? <span key={at}>{run.text}</span> : <Mark key={at} className={colour}>{run.text}</Mark>)) : <Mark className={colour}>{text}</Mark>}
        </p>
      )}
    </div>
  );
}

/** A path in words: `options[a].label.zh` is option a, question, Chinese. */
function usePath() {
  const t = useTranslations("revisions");
  return (path: string) => {
    const steps = path.split(/[.[\]]+/).filter(Boolean).map((step) => {
      const key = `paths.${step}` as "paths.name";
      return t.has(key) ? t(key) : step;
    });
    return steps.length > 0 ? steps.join(" · ") : t("diff.value");
  };
}

/** A value as people read it: yes or no, the word of a list, else as it is. */
function useShown(names: Names) {
  const t = useTranslations("revisions.diff");
  const enums = useTranslations("enums.items");
  return (field: PartChange["field"], path: string, value: Leaf | null): string => {
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    const text = String(value ?? "");
    if (/certificateTypes?$/.test(path)) return text.split("\n").map((type) => names[type] ?? type).join("\n");
    if (path.startsWith("tells.")) return names[`tells.${text}`] ?? text;
    const keys = text ? wordKeys(field, path, text) : undefined;
    return keys ? keys.map((key) => wordOf(enums, key) ?? key.slice(key.indexOf(".") + 1)).join("\n") : text;
  };
}

function wordOf(enums: ReturnType<typeof useTranslations<"enums.items">>, key: string): string | undefined {
  // Safe: `has` is asked before a word is taken.
  const known = key as "unit.workday";
  return enums.has(known) ? enums(known) : undefined;
}
