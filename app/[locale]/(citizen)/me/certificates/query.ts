import { walletStates, type ListCertificates, type WalletState } from "@/domain/certificates/schema/wallet";

export const walletTabs = [...walletStates, "all"] as const;
export type WalletTab = WalletState | "all";
export type WalletQuery = { tab: WalletTab; query: string; cursor: string | undefined };

const home = "/me/certificates";
const single = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

/** What an address of the list asks for; whatever it does not understand it leaves out. */
export function readWalletQuery(params: Record<string, string | string[] | undefined>): WalletQuery {
  return { tab: walletTabs.find((tab) => tab === params["state"]) ?? "current", query: single(params["q"]).trim().slice(0, 100), cursor: single(params["cursor"]) || undefined };
}

/** The address of the list as asked for. */
export function walletHref({ tab, query, cursor }: Partial<WalletQuery>): string {
  const params = new URLSearchParams({ ...(tab && tab !== "current" && { state: tab }), ...(query && { q: query }), ...(cursor && { cursor }) });
  return params.size > 0 ? `${home}?${params}` : home;
}

export const askedOf = ({ tab, query, cursor }: WalletQuery): Omit<ListCertificates, "limit"> => ({ ...(tab !== "all" && { state: tab }), ...(query && { query }), ...(cursor && { cursor }) });
