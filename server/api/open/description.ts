import type { IncomingMessage, ServerResponse } from "node:http";
import { z, type ZodType } from "zod";
import { OpenAsk, OpenCertificate, OpenQuery, OpenRead, OpenStanding } from "@/domain/certificates/schema/open";
import { env } from "@/env";

const input = (schema: ZodType) => z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
const output = (schema: ZodType) => z.toJSONSchema(schema, { io: "output", target: "draft-2020-12" });
const json = (schema: string) => ({ "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } });

const Problem = z.object({ type: z.string(), title: z.string(), status: z.int(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), requestId: z.string() });

const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } });
const refusals = {
  400: problem("The request is malformed."), 401: problem("No valid token."), 403: problem("The permission or the token does not reach to this."), 404: problem("No such certificate or permission."),
  409: problem("The certificate is not valid, or its signature does not hold."), 422: problem("The certificate does not have this field."),
  429: { ...problem("Too many requests."), headers: { "Retry-After": { schema: { type: "integer" }, description: "Seconds to wait." } } },
};

/** The members of an object schema as parameters of the address. */
function parametersOf(schema: ZodType): unknown[] {
  const { properties = {}, required = [] } = input(schema);
  return Object.entries(properties).map(([name, member]) => {
    const { description, ...rest } = typeof member === "object" ? member : {};
    const list = rest.type === "array" ? { style: "form", explode: false } : {};
    return { name, in: "query", required: required.includes(name), ...(description ? { description } : {}), schema: rest, ...list };
  });
}

const identifier = { name: "identifier", in: "path", required: true, schema: { type: "string" }, description: "Identifier of the certificate (GB/T 36904)." };
const bySystem = [{ clientCredentials: [] }];
const plain = (description: string, type: string) => ({ 200: { description, content: { [type]: { schema: { type: type.endsWith("json") ? "object" : "string" } } } }, 404: { description: "There is none." } });

const paths = {
  "/api/open/v1/certificates/query": {
    post: { operationId: "queryCertificate", summary: "The certificate of a type that a holder has", security: bySystem, requestBody: { required: true, content: json("CertificateQuery") }, responses: { 200: { description: "The certificate, limited to the fields asked for.", content: json("Certificate") }, ...refusals } },
  },
  "/api/open/v1/certificates/{identifier}": {
    get: { operationId: "readCertificate", summary: "Fields of a certificate", security: bySystem, parameters: [identifier, ...parametersOf(OpenRead)], responses: { 200: { description: "The certificate, limited to the fields asked for.", content: json("Certificate") }, ...refusals } },
  },
  "/api/open/v1/certificates/{identifier}/pdf": {
    get: { operationId: "copyCertificate", summary: "A marked copy of the whole page", security: bySystem, parameters: [identifier, ...parametersOf(OpenAsk)], responses: { 200: { description: "A PDF that says on every page for whom, what for and until when.", content: { "application/pdf": { schema: { type: "string", contentEncoding: "binary" } } } }, ...refusals } },
  },
  "/api/open/v1/certificates/{identifier}/status": {
    get: { operationId: "checkCertificate", summary: "Where a certificate stands and whether its signature holds", security: bySystem, parameters: [identifier, ...parametersOf(OpenAsk)], responses: { 200: { description: "Its state.", content: json("Standing") }, ...refusals } },
  },
  "/api/open/v1/certificates/schema/{file}": {
    get: { operationId: "getRecordSchema", summary: "JSON Schema of the signed record", parameters: [{ name: "file", in: "path", required: true, schema: { type: "string", examples: ["1.json"] } }], responses: plain("The schema.", "application/schema+json") },
  },
  "/api/open/v1/items/schema/{file}": {
    get: { operationId: "getItemSchema", summary: "JSON Schema of the exchange format of service items", parameters: [{ name: "file", in: "path", required: true, schema: { type: "string", examples: ["1.json"] } }], responses: plain("The schema.", "application/schema+json") },
  },
  "/api/open/v1/status/{list}": {
    get: { operationId: "getStatusList", summary: "A signed status list (Token Status List)", parameters: [{ name: "list", in: "path", required: true, schema: { type: "integer", minimum: 0, maximum: 32_767 } }], responses: plain("The list as a JWT.", "application/statuslist+jwt") },
  },
  "/api/open/v1/openapi.json": { get: { operationId: "getDescription", summary: "This description", responses: plain("OpenAPI 3.1.", "application/json") } },
};

/** The open interface in OpenAPI 3.1, made from the schemas that its requests are checked with. */
export function describeOpenInterface() {
  const { publicUrl } = env();
  return {
    openapi: "3.1.0",
    info: { title: "Tongban open interface", version: "1", description: "Reads of certificates need a permission (usage grant), are told to the holder, and are counted per client." },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { CertificateQuery: input(OpenQuery), Certificate: output(OpenCertificate), Standing: output(OpenStanding), Problem: output(Problem) },
      securitySchemes: {
        clientCredentials: { type: "oauth2", flows: { clientCredentials: { tokenUrl: `${publicUrl}/oidc/token`, scopes: { "certificates:<type>": "Facts and state of certificates of a type", "certificates:<type>:<field>": "One field of them", "certificates:<type>:*": "Every field, and marked copies" } } } },
      },
    },
  };
}

/** GET `/api/open/v1/openapi.json`, for anyone, from any site. */
export function handleOpenDescription(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json; charset=utf-8", "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" }).end(JSON.stringify(describeOpenInterface()));
}
