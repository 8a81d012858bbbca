import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { savePreferences } from "@/app/_shared/preferences/actions";
import { currentView } from "@/app/_shared/preferences/current";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { FieldGroup, FieldStack } from "@/app/_ui/Fieldset";
import { Page, PageHeading } from "@/app/_ui/Page";
import { ReturnHere } from "@/app/_ui/shell/PlaceLinks";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Preferences, type View } from "@/domain/identity/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("common.preferences"))("title") };
}

function PreferencesForm({ view: { mode, preferences } }: { view: View }) {
  const t = useTranslations("common.preferences");
  return (
    <form key={JSON.stringify({ mode, preferences })} action={savePreferences} noValidate>
      <input type="hidden" name="mode" value={mode} />
      <ReturnHere />
      <FieldStack>
        <RadioGroup
          name="size"
          legend={t("size")}
          inline
          defaultValue={preferences.size}
          choices={Preferences.shape.size.options.map((value) => ({ value, label: t(`sizes.${value}`) }))}
        />
        <RadioGroup
          name="contrast"
          legend={t("contrast")}
          inline
          defaultValue={preferences.contrast}
          choices={Preferences.shape.contrast.options.map((value) => ({ value, label: t(`contrasts.${value}`) }))}
        />
        <FieldGroup legend={t("help")}>
          <Checkbox name="readAloud" label={t("readAloud")} hint={t("readAloudHint")} defaultChecked={preferences.readAloud} />
          <RadioGroup
            name="speed"
            legend={t("speed")}
            inline
            defaultValue={preferences.speed}
            choices={Preferences.shape.speed.options.map((value) => ({ value, label: t(`speeds.${value}`) }))}
          />
          <Checkbox name="simplified" label={t("simplified")} hint={t("simplifiedHint")} defaultChecked={preferences.simplified} />
          <Checkbox name="captions" label={t("captions")} hint={t("captionsHint")} defaultChecked={preferences.captions} />
          <Checkbox name="largePointer" label={t("largePointer")} hint={t("largePointerHint")} defaultChecked={preferences.largePointer} />
        </FieldGroup>
        <div><SubmitButton>{t("save")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

export default async function PreferencesPage() {
  const t = await getTranslations("common.preferences");
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <p className="max-w-measure">{t("preset")}</p>
      <PreferencesForm view={await currentView()} />
    </Page>
  );
}
