import { exchangeSchema, exchangeVersion, schemaPath } from "@/domain/items/schema/exchange";
import { env } from "@/env";

type Params = { params: Promise<{ file: string }> };

/** The JSON Schema of one exchanged service item, for anyone, from any site. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  if ((await params).file !== `${exchangeVersion}.json`) return new Response(null, { status: 404 });
  return new Response(JSON.stringify(exchangeSchema(`${env().PUBLIC_URL ?? ""}${schemaPath}`)), {
    headers: { "content-type": "application/schema+json; charset=utf-8", "cache-control": "public, max-age=86400", "access-control-allow-origin": "*" },
  });
}
