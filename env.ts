import { z } from "zod";

/**
 * Every environment variable Tongban reads, validated once. This file is the only reader of `process.env`.
 * `server/main.ts` fills in what the embedded database decides (DATABASE_URL) before anything else is loaded.
 */
const flag = z.enum(["0", "1"]).transform((value) => value === "1");
const signingKey = z.string().regex(/^[\w-]+:.{16,}$/, "expected keyId:secret, the secret of 16 characters at least");

/** An address that may carry secrets: https, or http on this very machine. */
const safeUrl = z.url({ protocol: /^https?$/ }).refine((url) => url.startsWith("https:") || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]?/.test(url), "expected https");

/** `no-reply@host` or `Name <no-reply@host>`, on one line: it becomes a header. */
const mailbox = z.string().regex(/^(?:[^<>\r\n"]+ <)?[^\s<>@",;]+@[^\s<>@",;]+\.[^\s<>@",;]+>?$/, "expected an address, name@host or Name <name@host>")
  .refine((text) => text.includes("<") === text.endsWith(">"), "expected an address, name@host or Name <name@host>");
const grantedLevel = z.enum(["L0", "L1", "L2", "L3"]);

/** An OpenID provider that signs people in to this portal, and how far its word is believed. */
const IdentityProvider = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  issuer: safeUrl,
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scope: z.string().regex(/^openid( |$)/).default("openid profile"),
  /** Which of its claims say the name and the ID number. */
  claims: z.strictObject({ name: z.string().min(1).default("name"), citizenId: z.string().min(1).default("citizen_id") }).default({ name: "name", citizenId: "citizen_id" }),
  /** The level granted for each `acr` of its; L4 is for the counter alone. */
  levels: z.record(z.string(), grantedLevel).default({}),
  /** The level granted for any other. */
  defaultLevel: grantedLevel.default("L0"),
});
export type IdentityProviderSettings = z.infer<typeof IdentityProvider>;

const json = z.string().transform((text, ctx) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    ctx.addIssue({ code: "custom", message: "expected JSON" });
    return z.NEVER;
  }
});
const identityProviders = json.pipe(z.array(IdentityProvider).refine((all) => new Set(all.map(({ key }) => key)).size === all.length, "expected a key for each"));

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** The login under which the jobs are worked, and the one that owns the tables and migrates; both default to `DATABASE_URL`. */
  JOBS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** A streaming replica of the database, read from by whoever is not signed in, while it is at most so many seconds behind. */
  REPLICA_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REPLICA_LAG_SECONDS: z.coerce.number().int().min(2).max(300).default(10),
  DATA_DIR: z.string().min(1).default(".data"),
  SEED: z.enum(["demo", "reference", "none"]).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SECRET_KEYS: z.string().min(1).optional(),
  CLOCK: z.iso.datetime({ offset: true }).optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  JOBS: flag.default(true),
  /** How many megabytes of memory a process may use for public pages that it keeps for whoever is not signed in; 0 keeps none. */
  PAGE_CACHE_MB: z.coerce.number().int().min(0).max(4096).default(64),
  /** How many requests a process works on at once; from three fifths of it on, new visitors are asked to wait. */
  REQUESTS_AT_ONCE: z.coerce.number().int().min(4).max(10_000).default(60),
  /** Where attempts of a person, an address or an act are counted: for all processes together, or in the memory of each. */
  RATE_LIMITS: z.enum(["database", "memory"]).default("database"),
  /** How many requests one address may send within a minute to each process, pages from memory aside; 0 for any number. 3000, and any in a demo. */
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).optional(),
  /** Whether browsers are given the worker that answers without the network; off takes it out of those that have it. */
  OFFLINE_SHELL: flag.default(true),
  /** Where reviews of decisions are filed online; printed on every refusal and rejection (行政复议法 22). */
  REVIEW_FILING_URL: z.url({ protocol: /^https?$/ }).default("https://xzfy.moj.gov.cn/"),
  /** For how many days after a case is closed it may be rated. */
  RATING_WINDOW_DAYS: z.coerce.number().int().min(7).max(365).default(30),
  /** So many days after its end a case is packed for the archive. */
  ARCHIVE_AFTER_DAYS: z.coerce.number().int().min(0).max(3650).default(30),
  /** Where the signed checkpoints of the audit log are kept besides the database: a file on another volume or machine. */
  AUDIT_CHECKPOINTS: z.string().min(1).optional(),
  /** Where the embedded database puts its log aside, and `npm run backup` its copies: another disk, readable by nobody else. */
  BACKUP_DIR: z.string().regex(/^[^'%\\]+$/, "expected a path without quotes, % or backslashes").optional(),
  /** Backups go after so many days, by `npm run backup` itself or `npm run backup:prune`. */
  BACKUP_KEEP_DAYS: z.coerce.number().int().min(1).max(3650).optional(),
  /** Object storage that speaks S3, in place of the folder of files: its address without the bucket, the bucket, `accessKeyId:secret`. */
  S3_URL: safeUrl.optional(),
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "expected the name of a bucket").optional(),
  S3_KEY: z.string().regex(/^[^:\s]+:\S{8,}$/, "expected accessKeyId:secret").optional(),
  S3_REGION: z.string().regex(/^[\w-]+$/).default("us-east-1"),
  /** Whether the bucket stands in the path of an address (MinIO, Ceph) or before its host. */
  S3_PATH_STYLE: flag.default(true),
  /** Where traces are sent by OTLP over HTTP (`/v1/traces` is added), and what stands in the headers, `name=value,name=value`. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().regex(/^[^=,\s]+=[^,]+(,[^=,\s]+=[^,]+)*$/, "expected name=value,name=value").optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default("tongban"),
  OTEL_SDK_DISABLED: z.enum(["true", "false"]).default("false"),
  /** Of how many traces that begin here one is kept: 1 all, 0.01 each hundredth. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  /** Lets a Prometheus read `/api/metrics`; without it only this machine may, and nobody where PUBLIC_URL is set. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** The SMS gateway: messages are posted to it as JSON under a bearer token. */
  SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMS_TOKEN: z.string().min(1).optional(),
  /** The mail server, `smtps://user:password@host` or `smtp://…`, and the address that letters come from. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: mailbox.optional(),
  /** The systems asked about an identity; requests are signed (HMAC-SHA256) by the key, `keyId:secret`. */
  POPULATION_REGISTRY_URL: z.url({ protocol: /^https?$/ }).optional(),
  POPULATION_REGISTRY_KEY: signingKey.optional(),
  BANK_CHECK_URL: z.url({ protocol: /^https?$/ }).optional(),
  BANK_CHECK_KEY: signingKey.optional(),
  LIVE_PERSON_URL: z.url({ protocol: /^https?$/ }).optional(),
  LIVE_PERSON_KEY: signingKey.optional(),
  NETWORK_IDENTITY_URL: z.url({ protocol: /^https?$/ }).optional(),
  NETWORK_IDENTITY_KEY: signingKey.optional(),
  /** The register of legal persons (法人库), asked who represents an organisation. */
  ENTERPRISE_REGISTRY_URL: z.url({ protocol: /^https?$/ }).optional(),
  ENTERPRISE_REGISTRY_KEY: signingKey.optional(),
  /** The bridge to the document readers at the counters, on this machine or in the hall. */
  DOCUMENT_READER_URL: safeUrl.optional(),
  DOCUMENT_READER_KEY: signingKey.optional(),
  /** The key service that signs in place of the key files. */
  REMOTE_SIGNER_URL: safeUrl.optional(),
  REMOTE_SIGNER_KEY: signingKey.optional(),
  /** The service that draws and seals certificates in OFD. */
  OFD_SERVICE_URL: safeUrl.optional(),
  OFD_SERVICE_KEY: signingKey.optional(),
  /** ClamAV's clamd, which looks at what is uploaded before anybody opens it: `tcp://host:port` or `unix:/path`. */
  FILE_SCANNER_URL: z.string().regex(/^(?:tcp:\/\/(?:[\w.-]+|\[[0-9a-f:]+\]):\d{1,5}|unix:\/[^\0]+)$/i, "expected tcp://host:port or unix:/path").optional(),
  /** The time stamping authority (RFC 3161), and a file with the certificates (PEM) by which it is known: its own or its issuer's. */
  TIMESTAMP_URL: z.url({ protocol: /^https?$/ }).optional(),
  TIMESTAMP_CA: z.string().min(1).optional(),
  /** Other OpenID providers that people may sign in with, as a JSON list. */
  OIDC_PROVIDERS: identityProviders.default([]),
  /** How long one of them may take before it counts as away. */
  IDENTITY_CHECK_PATIENCE_MS: z.coerce.number().int().min(100).max(60_000).default(8_000),
});

/** Variables that mean something only together. */
const pairs = [
  ["SMS_URL", "SMS_TOKEN"], ["SMTP_URL", "MAIL_FROM"], ["POPULATION_REGISTRY_URL", "POPULATION_REGISTRY_KEY"], ["BANK_CHECK_URL", "BANK_CHECK_KEY"],
  ["LIVE_PERSON_URL", "LIVE_PERSON_KEY"], ["NETWORK_IDENTITY_URL", "NETWORK_IDENTITY_KEY"],
  ["ENTERPRISE_REGISTRY_URL", "ENTERPRISE_REGISTRY_KEY"], ["DOCUMENT_READER_URL", "DOCUMENT_READER_KEY"],
  ["S3_URL", "S3_BUCKET"], ["S3_URL", "S3_KEY"], ["REMOTE_SIGNER_URL", "REMOTE_SIGNER_KEY"], ["OFD_SERVICE_URL", "OFD_SERVICE_KEY"], ["TIMESTAMP_URL", "TIMESTAMP_CA"],
] as const;

export type Environment = z.infer<typeof Environment> & { seed: "demo" | "reference" | "none"; demo: boolean; publicUrl: string; objects: ObjectSettings | undefined };

/** Where files are kept that do not lie on a disk. */
export type ObjectSettings = { url: string; bucket: string; region: string; pathStyle: boolean; keyId: string; secret: string };

function objectsOf({ S3_URL: url, S3_BUCKET: bucket, S3_KEY: key, S3_REGION: region, S3_PATH_STYLE: pathStyle }: z.infer<typeof Environment>): ObjectSettings | undefined {
  if (!url || !bucket || !key) return undefined;
  return { url, bucket, region, pathStyle, keyId: key.slice(0, key.indexOf(":")), secret: key.slice(key.indexOf(":") + 1) };
}

/** What does not go together, in words. */
function contradictionOf(data: z.infer<typeof Environment>, demo: boolean): string | undefined {
  if (data.CLOCK && !demo) return "CLOCK: moves the clock in demo mode only (SEED=demo)";
  if (data.JOBS_DATABASE_URL && !(data.DATABASE_URL ?? data.MIGRATION_DATABASE_URL)) return "JOBS_DATABASE_URL: names the login of the jobs in a database of your own; set DATABASE_URL too";
  const half = pairs.find(([one, other]) => Boolean(data[one]) !== Boolean(data[other]));
  return half && `${half.join(", ")}: set both or neither`;
}

/** Reads and validates the environment; throws one sentence naming each wrong variable. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Wrong environment variable — ${problems.join("; ")}`);
  }
  const seed = parsed.data.SEED ?? (parsed.data.DATABASE_URL ?? parsed.data.MIGRATION_DATABASE_URL ? "none" : "demo");
  const demo = seed === "demo";
  const problem = contradictionOf(parsed.data, demo);
  if (problem) throw new Error(`Wrong environment variable — ${problem}`);
  return { ...parsed.data, seed, demo, publicUrl: parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}`, objects: objectsOf(parsed.data) };
}

let cached: Environment | undefined;

/** The validated environment of this process. */
export function env(): Environment {
  cached ??= readEnvironment();
  return cached;
}
