import type { IncomingMessage, ServerResponse } from "node:http";
import { openDataFolder } from "./data-folder";
import { isMigrated } from "./database";
import type { Connection } from "@/db/client";
import type { ReplicaState } from "@/server/core/replica";

type Part = "database" | "migrations" | "storage" | "load";

/**
 * `/api/health/live`: the process answers. `/api/health/ready`: so does all it needs, and it is not overwhelmed; otherwise 503 and which part fails.
 * How a replica stands is told and asks for nothing: without it the database itself is read.
 */
export function healthHandler(pool: Connection["pool"], dataFolder: string, isOverwhelmed: () => boolean = () => false, replica?: { readonly state: ReplicaState }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split("?", 1)[0];
    if (path === "/api/health/live") return answer(response, 200, { status: "ok" });
    if (path !== "/api/health/ready") return answer(response, 404, { code: "requests.notFound", params: {} });
    const checks: Record<Part, () => Promise<boolean>> = {
      database: async () => (await pool.query("select 1")).rowCount === 1,
      migrations: () => isMigrated(pool),
      storage: async () => (openDataFolder(dataFolder), true),
      load: async () => !isOverwhelmed(),
    };
    const parts = await Promise.all(Object.entries(checks).map(async ([part, check]) => [part, await check().catch(() => false)] as const));
    const ready = parts.every(([, ok]) => ok);
    answer(response, ready ? 200 : 503, {
      status: ready ? "ok" : "unavailable",
      parts: Object.fromEntries(parts.map(([part, ok]) => [part, ok ? "ok" : "unavailable"])),
      ...(replica ? { replica: replica.state } : {}),
    });
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }).end(JSON.stringify(body));
}
