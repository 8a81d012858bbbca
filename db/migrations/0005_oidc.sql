CREATE TABLE "external_identities" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"account_id" uuid NOT NULL,
	"linked_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "external_sign_ins" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"cookie_digest" text NOT NULL,
	"provider" text NOT NULL,
	"payload" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "external_sign_ins_cookieDigest_unique" UNIQUE("cookie_digest")
);
--> statement-breakpoint
CREATE TABLE "oidc_clients" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"name_en" text,
	"department_id" uuid NOT NULL,
	"redirect_uris" text[] NOT NULL,
	"post_logout_redirect_uris" text[] NOT NULL,
	"backchannel_logout_uri" text,
	"scopes" text[] NOT NULL,
	"min_assurance_level" text NOT NULL,
	"auth_method" text NOT NULL,
	"secret" text,
	"jwks" jsonb,
	"id_token_algorithm" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "oidc_clients_credential" CHECK (("oidc_clients"."auth_method" = 'private_key_jwt') = ("oidc_clients"."jwks" is not null) and ("oidc_clients"."auth_method" = 'private_key_jwt') = ("oidc_clients"."secret" is null))
);
--> statement-breakpoint
CREATE TABLE "oidc_consents" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oidc_keys" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"generation" integer NOT NULL,
	"algorithm" text NOT NULL,
	"jwk" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oidc_models" (
	"kind" text NOT NULL,
	"id_digest" text NOT NULL,
	"grant_digest" text,
	"payload" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	CONSTRAINT "oidc_models_kind_id_digest_pk" PRIMARY KEY("kind","id_digest")
);
--> statement-breakpoint
CREATE TABLE "oidc_session_clients" (
	"sso_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"grant_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "oidc_session_clients_sso_id_client_id_pk" PRIMARY KEY("sso_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "oidc_subjects" (
	"subject" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"sector" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sso_id" uuid DEFAULT uuidv7() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "level_cap" text;--> statement-breakpoint
ALTER TABLE "external_identities" ADD CONSTRAINT "external_identities_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_clients" ADD CONSTRAINT "oidc_clients_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_clients" ADD CONSTRAINT "oidc_clients_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_consents" ADD CONSTRAINT "oidc_consents_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_consents" ADD CONSTRAINT "oidc_consents_client_id_oidc_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oidc_clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_session_clients" ADD CONSTRAINT "oidc_session_clients_client_id_oidc_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oidc_clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_session_clients" ADD CONSTRAINT "oidc_session_clients_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_subjects" ADD CONSTRAINT "oidc_subjects_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "external_identities_once" ON "external_identities" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "external_identities_account_id_index" ON "external_identities" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "external_sign_ins_expires_at_index" ON "external_sign_ins" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "oidc_consents_once" ON "oidc_consents" USING btree ("account_id","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "oidc_keys_once" ON "oidc_keys" USING btree ("generation","algorithm");--> statement-breakpoint
CREATE INDEX "oidc_models_grant_digest_index" ON "oidc_models" USING btree ("grant_digest");--> statement-breakpoint
CREATE INDEX "oidc_models_expires_at_index" ON "oidc_models" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "oidc_subjects_once" ON "oidc_subjects" USING btree ("account_id","sector");--> statement-breakpoint
CREATE INDEX "sessions_sso_id_index" ON "sessions" USING btree ("sso_id");