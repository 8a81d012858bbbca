import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@/server/api/root";

const mostKeptAlive = 30_000;

/** The procedures, called from the page. A request under way outlives the page where the browser allows it. */
export const browserApi = createTRPCClient<AppRouter>({
  links: [httpLink({
    url: "/api/trpc",
    fetch: (url, options) => fetch(url, { ...options, keepalive: String(options?.body ?? "").length < mostKeptAlive } as RequestInit),
  })],
});
