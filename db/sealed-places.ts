import { lifeKeys } from "@/domain/certificates/rules/life";
import { CertificateRecord } from "@/domain/certificates/schema";

const keysOfRecord = (record: string) => lifeKeys(CertificateRecord.parse(JSON.parse(record)));

/**
 * Every place where personal data is kept sealed, as data: `seal` and `open` take no other, and the rotation of keys walks
 * exactly these. A new sealed column is a row here, or it does not compile; a test finds what lies elsewhere.
 */
export type SealedTable = {
  columns: readonly string[];
  /** Blind indexes: the digest of `of` (or of what `part` takes out of it) for `purpose`, kept in `column` for equality search. */
  indexes?: readonly { column: string; of: string; purpose: string; part?: (opened: string) => string }[];
  /** The primary key (a UUID) along which the table is walked, where it is not `id`. */
  key?: string;
  /** What a value is bound to, as SQL, where it is not the primary key. */
  row?: string;
};

export const sealedTables = {
  absences: { columns: ["word"] },
  accounts: {
    columns: ["phone", "email", "citizen_id", "address", "totp_secret"],
    indexes: [{ column: "phone_index", of: "phone", purpose: "phone" }, { column: "citizen_id_index", of: "citizen_id", purpose: "citizenId" }],
  },
  act_proposals: { columns: ["reason", "answer"] },
  application_checks: { columns: ["result"] },
  application_events: { columns: ["payload", "reason"] },
  application_filings: { columns: ["answers"] },
  application_notes: { columns: ["body"] },
  application_steps: { columns: ["opinion"] },
  applications: { columns: ["answers", "automatic_decision", "principal_word", "query_code"] },
  bulk_runs: { columns: ["order"] },
  case_assignments: { columns: ["word"] },
  certificate_events: { columns: ["reason"] },
  certificate_uses: { columns: ["purpose"] },
  certificate_holders: { columns: ["code"], indexes: [{ column: "code_index", of: "code", purpose: "citizenId" }] },
  certificate_presentations: { columns: ["purpose_words"] },
  certificate_import_rows: { columns: ["document"] },
  certificate_proposals: { columns: ["reason", "answer"] },
  certificates: {
    columns: ["record", "jws", "sd_jwt", "end_reason"],
    indexes: [
      { column: "number_index", of: "record", purpose: "certificateNumber", part: (record) => keysOfRecord(record).number },
      { column: "holder_key", of: "record", purpose: "certificateHolder", part: (record) => keysOfRecord(record).holder },
    ],
  },
  corrections: { columns: ["answer_digests", "items", "note"] },
  data_requests: { columns: ["wish", "answer"] },
  delivery_events: { columns: ["note"] },
  deliveries: { columns: ["addressee", "code", "receiver"] },
  desk_drafts: { columns: ["fields"] },
  enrolments: { columns: ["token"] },
  enquiries: { columns: ["words", "contact", "answer"] },
  expert_requests: { columns: ["expert", "question", "token", "draft", "opinion"] },
  external_sign_ins: { columns: ["payload"] },
  files: { columns: ["name"] },
  hearings: { columns: ["participants", "postponement_reason", "reason", "summary"] },
  idempotency_keys: { columns: ["answer"], row: "account_id || '/' || key" },
  imported_certificates: { columns: ["identity"], indexes: [{ column: "identity_index", of: "identity", purpose: "importedCertificate" }] },
  kept_forms: { columns: ["fields"] },
  kept_materials: { columns: ["name"] },
  life_event_cases: { columns: ["answers"] },
  notices: { columns: ["body"] },
  oidc_clients: { columns: ["secret"] },
  oidc_keys: { columns: ["jwk"] },
  oidc_models: { columns: ["payload"], row: "kind || '/' || id_digest" },
  one_time_codes: { columns: ["phone", "email", "code"] },
  progress_shares: { columns: ["token"] },
  rating_ballots: { columns: ["content"] },
  ratings: { columns: ["comment", "contact"] },
  recalled_answers: { columns: ["value"] },
  recoveries: { columns: ["new_phone"] },
  rectification_events: { columns: ["words"] },
  staff_changes: { columns: ["citizen_id", "phone", "email"] },
  supervision_signals: { columns: ["explanation", "result"] },
  suspensions: { columns: ["reason"] },
  tolerated_materials: { columns: ["returned_reason"] },
  totp_enrolments: { columns: ["secret"], key: "account_id" },
  urging_turns: { columns: ["text"] },
  usage_grants: { columns: ["purpose"] },
} as const satisfies Record<string, SealedTable>;

/**
 * Digests and sealed values that are not walked, because they end by themselves, and when they do: keep the earlier key
 * until then, and look them up through `keyedDigests`.
 */
export const passing = {
  invitation: "15 minutes after it was given",
  agency: "seven days after an organisation invited its agent",
  "rate-limit": "with its window, a day at most",
  "expert-link": "with the link, sixty days at most",
  "expert-session": "two hours after the right code",
  "one-time-code": "ten minutes after it was sent",
  former_address: "with the job that tells it: it is tried for a day, and kept for thirty",
  "certificate-code": "with the code by which a certificate is shown, 180 days at most",
  scan: "never stored; five minutes in the hands of whoever looked at a certificate",
  "rated-case": "two months after the time to rate a case is over",
  "search-week": "with the week in which somebody searched",
  file_check: "never stored; 30 minutes in the hands of whoever asked",
} as const satisfies Record<string, string>;

type Tables = typeof sealedTables;
type Kept = { [Table in keyof Tables]: { table: Table; column: Tables[Table]["columns"][number]; row: string } }[keyof Tables];

/** Table, column and row that a sealed value is bound to. */
export type Place = Kept | { table: "passing"; column: keyof typeof passing; row: string };

/** What keyed digests are made for: blind indexes, and what passes. */
export type DigestPurpose = Extract<Tables[keyof Tables], { indexes: unknown }>["indexes"][number]["purpose"] | keyof typeof passing;
