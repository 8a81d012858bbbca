import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { answer, api } from "@/app/_trpc/server";
import { Tiles, type TileProps } from "@/app/_ui/Cards";
import { Page, PageHeading } from "@/app/_ui/Page";
import { itemRoles } from "@/domain/items/policy";

const adminRoles = [...itemRoles, "systemAdmin", "securityAdmin", "auditAdmin"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.overview"))("title") };
}

export default async function AdminPage() {
  const [t, clients, caller] = await Promise.all([getTranslations("admin.overview"), getTranslations("consent.clients"), api()]);
  const { roles } = await answer(caller.identity.viewer(), "/admin");
  if (!roles.some((role) => adminRoles.some((admin) => admin === role))) forbidden();
  const edits = roles.some((role) => itemRoles.some((entry) => entry === role));
  const tiles: TileProps[] = edits ? [
    { href: "/admin/items", title: t("items"), note: t("itemsNote"), icon: "document" },
    { href: "/admin/items?state=draft", title: t("drafts"), note: t("draftsNote"), icon: "clock" },
  ] : [];
  if (roles.includes("securityAdmin")) tiles.push({ href: "/admin/clients", title: clients("tile"), note: clients("tileNote"), icon: "shield" });
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t(edits ? "lead" : "leadOther")} />
      {tiles.length > 0 && <Tiles tiles={tiles} columns={2} label={t("title")} />}
    </Page>
  );
}
