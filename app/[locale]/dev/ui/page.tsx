import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Tabs } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { LanguageLink } from "@/app/_ui/shell/PlaceLinks";
import { env } from "@/env";
import { DisplaySamples } from "./DisplaySamples";
import { FieldSamples } from "./FieldSamples";
import { Foundations } from "./Foundations";
import { ListSamples } from "./ListSamples";
import { PhoneLink } from "./PhoneLink";

export const metadata: Metadata = { title: "UI" };

const Query = z.object({
  mode: z.enum(["standard", "elder"]).optional().catch(undefined),
  contrast: z.enum(["standard", "high"]).optional().catch(undefined),
  theme: z.enum(["light", "dark"]).optional().catch(undefined),
  density: z.enum(["dense"]).optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

const switches: readonly { label: string; query: Query }[] = [
  { label: "As chosen", query: {} },
  { label: "Standard", query: { mode: "standard", contrast: "standard", theme: "light" } },
  { label: "Elder", query: { mode: "elder" } },
  { label: "High contrast", query: { contrast: "high" } },
  { label: "Dark", query: { theme: "dark" } },
  { label: "Dark, high contrast", query: { theme: "dark", contrast: "high" } },
  { label: "Elder, dark", query: { mode: "elder", theme: "dark" } },
  { label: "Dense", query: { density: "dense" } },
];

const hrefOf = (query: Query) => {
  const asked = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))).toString();
  return asked ? `/dev/ui?${asked}` : "/dev/ui";
};

function tabsFor(current: Query) {
  return switches.map(({ label, query }) => ({
    label,
    href: hrefOf(query),
    current: JSON.stringify(Query.parse(query)) === JSON.stringify(current),
  }));
}

/** Every component in every state, in every mode; demonstration systems only. */
export default async function UiPage({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  if (!env().demo) notFound();
  const view = Query.parse(await searchParams);
  return (
    <main id="main" tabIndex={-1}>
      <div
        data-mode={view.mode}
        data-contrast={view.contrast}
        data-theme={view.theme}
        data-density={view.density}
        className="bg-page text-body text-ink"
      >
        <Page>
          <PageHeading title={<span lang="en">Components</span>} lead={<span lang="en">Every component in every state. Pages are made of these and nothing else.</span>} />
          <div lang="en" className="flex flex-col gap-4">
            <Tabs label="Modes" tabs={tabsFor(view)} />
            <p className="flex flex-wrap gap-x-6">
              <LanguageLink className="tap" />
              <PhoneLink className="tap" />
            </p>
          </div>
          <div className="flex flex-col gap-14">
            <Foundations />
            <DisplaySamples />
            <FieldSamples />
            <ListSamples />
          </div>
        </Page>
      </div>
    </main>
  );
}
