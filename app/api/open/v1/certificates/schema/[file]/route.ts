import { recordSchema, recordSchemaPath, recordVersion } from "@/domain/certificates/schema/published";
import { env } from "@/env";

type Params = { params: Promise<{ file: string }> };

/** The JSON Schema of the record that is signed in every certificate, for anyone, from any site. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  if ((await params).file !== `${recordVersion}.json`) return new Response(null, { status: 404 });
  return new Response(JSON.stringify(recordSchema(`${env().publicUrl}${recordSchemaPath}`)), {
    headers: { "content-type": "application/schema+json; charset=utf-8", "cache-control": "public, max-age=86400", "access-control-allow-origin": "*" },
  });
}
