CREATE TABLE "certificate_uses" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"certificate_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"user_kind" text NOT NULL,
	"user_id" uuid,
	"user_name" text NOT NULL,
	"purpose" text NOT NULL,
	"fields" text[] NOT NULL,
	"grant_id" uuid,
	"presentation_id" uuid,
	"application_id" uuid,
	"item_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificate_uses_known_user" CHECK (("certificate_uses"."user_kind" = 'anyone') = ("certificate_uses"."user_id" is null)),
	CONSTRAINT "certificate_uses_duty_granted" CHECK ("certificate_uses"."mode" <> 'duty' or "certificate_uses"."grant_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "usage_grants" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"mode" text NOT NULL,
	"certificate_id" uuid,
	"type_id" text,
	"holder_account_id" uuid,
	"holder_organisation_id" uuid,
	"item_id" uuid NOT NULL,
	"application_id" uuid,
	"department_id" uuid,
	"client_id" uuid,
	"fields" text[] NOT NULL,
	"purpose" text NOT NULL,
	"legal_basis" text,
	"standing" boolean NOT NULL,
	"granted_by" uuid NOT NULL,
	"delegation_id" uuid,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	CONSTRAINT "usage_grants_one_subject" CHECK (num_nonnulls("usage_grants"."certificate_id", "usage_grants"."type_id") = 1),
	CONSTRAINT "usage_grants_one_holder" CHECK (num_nonnulls("usage_grants"."holder_account_id", "usage_grants"."holder_organisation_id") = 1),
	CONSTRAINT "usage_grants_one_reader" CHECK (num_nonnulls("usage_grants"."department_id", "usage_grants"."client_id") = 1),
	CONSTRAINT "usage_grants_case_or_standing" CHECK ("usage_grants"."standing" = ("usage_grants"."application_id" is null)),
	CONSTRAINT "usage_grants_duty_by_law" CHECK (("usage_grants"."mode" = 'duty') = ("usage_grants"."legal_basis" is not null)),
	CONSTRAINT "usage_grants_by_delegate" CHECK (("usage_grants"."mode" = 'delegate') = ("usage_grants"."delegation_id" is not null)),
	CONSTRAINT "usage_grants_one_year" CHECK ("usage_grants"."expires_at" > "usage_grants"."granted_at" and "usage_grants"."expires_at" <= "usage_grants"."granted_at" + interval '366 days'),
	CONSTRAINT "usage_grants_revoked_whole" CHECK (("usage_grants"."revoked_at" is null) = ("usage_grants"."revoked_by" is null))
);
--> statement-breakpoint
CREATE TABLE "certificate_holders" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"certificate_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"account_id" uuid,
	"organisation_id" uuid,
	"code" text,
	"code_index" text,
	"uscc" text,
	CONSTRAINT "certificate_holders_one_kind" CHECK ("certificate_holders"."account_id" is null or ("certificate_holders"."organisation_id" is null and "certificate_holders"."uscc" is null)),
	CONSTRAINT "certificate_holders_known" CHECK (num_nonnulls("certificate_holders"."account_id", "certificate_holders"."organisation_id", "certificate_holders"."code_index", "certificate_holders"."uscc") > 0),
	CONSTRAINT "certificate_holders_indexed" CHECK (("certificate_holders"."code" is null) = ("certificate_holders"."code_index" is null))
);
--> statement-breakpoint
ALTER TABLE "certificates" ALTER COLUMN "holder_account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificates" ALTER COLUMN "application_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "origin" text DEFAULT 'issued' NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_uses" ADD CONSTRAINT "certificate_uses_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_uses" ADD CONSTRAINT "certificate_uses_grant_id_usage_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."usage_grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_type_id_certificate_types_id_fk" FOREIGN KEY ("type_id") REFERENCES "public"."certificate_types"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_holder_account_id_accounts_id_fk" FOREIGN KEY ("holder_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_holder_organisation_id_organisations_id_fk" FOREIGN KEY ("holder_organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_item_id_service_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_client_id_oidc_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."oidc_clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_granted_by_accounts_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_grants" ADD CONSTRAINT "usage_grants_revoked_by_accounts_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_holders" ADD CONSTRAINT "certificate_holders_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_uses_newest" ON "certificate_uses" USING btree ("certificate_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "certificate_uses_of_grant" ON "certificate_uses" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "usage_grants_of_person" ON "usage_grants" USING btree ("holder_account_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "usage_grants_of_organisation" ON "usage_grants" USING btree ("holder_organisation_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "usage_grants_of_case" ON "usage_grants" USING btree ("application_id") WHERE "usage_grants"."application_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_holders_certificate_id_position_index" ON "certificate_holders" USING btree ("certificate_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_holders_account" ON "certificate_holders" USING btree ("account_id","certificate_id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_holders_organisation" ON "certificate_holders" USING btree ("organisation_id","certificate_id");--> statement-breakpoint
CREATE INDEX "certificate_holders_unclaimed_code" ON "certificate_holders" USING btree ("code_index") WHERE "certificate_holders"."account_id" is null and "certificate_holders"."code_index" is not null;--> statement-breakpoint
CREATE INDEX "certificate_holders_unclaimed_uscc" ON "certificate_holders" USING btree ("uscc") WHERE "certificate_holders"."organisation_id" is null and "certificate_holders"."uscc" is not null;--> statement-breakpoint
INSERT INTO "certificate_holders" ("certificate_id", "position", "account_id", "organisation_id", "uscc")
SELECT "certificates"."id", 0, CASE WHEN "holder_organisation_id" IS NULL THEN "holder_account_id" END, "holder_organisation_id", "organisations"."uscc"
FROM "certificates" LEFT JOIN "organisations" ON "organisations"."id" = "holder_organisation_id";
