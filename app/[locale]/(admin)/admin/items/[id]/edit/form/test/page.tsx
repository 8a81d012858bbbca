import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { listsFor } from "@/app/_shared/forms/lists";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { dayOfInstant } from "@/app/_i18n/format";
import { itemName } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { isDay } from "@/domain/core/days";
import { compileForm } from "@/domain/forms/rules/compile";
import { seeded } from "@/domain/forms/rules/pick";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import { sampleAnswers } from "@/domain/forms/rules/sample";
import type { FormDefinition } from "@/domain/forms/schema";
import { formOf, materialFieldId } from "@/domain/items/rules";
import { profileOf, sampleProfile } from "./known";
import type { Known } from "./state";
import { TestPanel } from "./TestPanel";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("expressions.test"))("title") };
}

const dayNow = () => dayOfInstant(new Date());

/** The form of a draft, tried with sample answers: what shows, which rules fire and why, what is worked out and asked. */
export default async function TestFormPage({ params, searchParams }: Props) {
  const [{ id }, { sample = "0", today }] = await Promise.all([params, searchParams]);
  const home = `/admin/items/${id}/edit/form`;
  const [t, builder, admin, locale, item] = await Promise.all([getTranslations("expressions.test"), getTranslations("builder"), getTranslations("admin"), getLocale(), api().then((caller) => answer(caller.items.getForEdit({ itemId: id }), `${home}/test`))]);
  const content = item.draft?.content;
  const definition = content && formOf(content);
  const known: Known = { today: isDay(today) ? today : dayNow(), profile: definition ? Object.fromEntries(profileOf(definition).map((part) => [part, sampleProfile[part as "name"] ?? ""])) : {} };
  const raw = definition ? rawFor(definition, String(sample), known) : {};
  return (
    <ClientMessages areas={["common", "ui", "expressions", "apply", "applications", "forms", "errors"]}>
      <Page width="wide" before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("items.title") }, { href: `/admin/items/${id}/edit`, label: content ? itemName(content, locale) : item.code }, { href: home, label: builder("title") }]} current={t("title")} />}>
        <PageHeading caption={content ? itemName(content, locale) : item.code} title={t("title")} lead={t("lead")} />
        <Terms words={["condition", "computed", "prefill"]} />
        {content && definition
          ? <TestPanel
              key={`${String(sample)} ${known.today}`}
              {...{ definition, home }}
              situations={content.situations}
              materials={content.materials.map((material) => ({ id: materialFieldId(material), name: material.name, optional: material.necessity !== "required" }))}
              start={{ at: "start", raw, known, lists: await listsFor(raw), focus: null }}
              sample={Number(sample) || 0}
            />
          : <EmptyState title={t("none")} />}
      </Page>
    </ClientMessages>
  );
}

/** Sample answers as they stand in the inputs of every page: the plainest ones for 0, others by number, none for `empty`. */
function rawFor(definition: FormDefinition, sample: string, { today, profile }: Known): RawAnswers {
  if (sample === "empty") return {};
  const form = compileForm(definition);
  const answers = sampleAnswers(form, { today, profile, situation: {} }, sample === "0" ? () => 0 : seeded(Number(sample) || 1));
  return Object.assign({}, ...definition.sections.map((section) => form.toRaw(section.id, answers))) as RawAnswers;
}
