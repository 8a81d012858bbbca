CREATE TABLE "delegations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"organisation_id" uuid,
	"principal_account_id" uuid,
	"delegate_account_id" uuid,
	"scope" jsonb NOT NULL,
	"acts" text[] NOT NULL,
	"awaits_principal" boolean NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"granted_by" uuid,
	"granted_via" text NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"code_digest" text,
	"code_expires_at" timestamp (3) with time zone,
	"invitee_phone_index" text,
	"invitee_name" text,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	"revoke_reason" text,
	CONSTRAINT "delegations_codeDigest_unique" UNIQUE("code_digest"),
	CONSTRAINT "delegations_one_principal" CHECK (num_nonnulls("delegations"."organisation_id", "delegations"."principal_account_id") = 1),
	CONSTRAINT "delegations_principal_by_kind" CHECK (("delegations"."kind" in ('representative','agent')) = ("delegations"."organisation_id" is not null)),
	CONSTRAINT "delegations_accepted_by_someone" CHECK ("delegations"."accepted_at" is null or "delegations"."delegate_account_id" is not null),
	CONSTRAINT "delegations_for_another" CHECK ("delegations"."principal_account_id" is null or "delegations"."principal_account_id" <> "delegations"."delegate_account_id"),
	CONSTRAINT "delegations_family_180_days" CHECK ("delegations"."kind" <> 'family' or ("delegations"."valid_until" is not null and "delegations"."valid_until" - "delegations"."valid_from" <= 180)),
	CONSTRAINT "delegations_agent_one_year" CHECK ("delegations"."kind" <> 'agent' or ("delegations"."valid_until" is not null and "delegations"."valid_until" - "delegations"."valid_from" <= 366)),
	CONSTRAINT "delegations_ward_to_an_end" CHECK ("delegations"."kind" <> 'guardianship' or "delegations"."valid_until" is not null)
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "delegation_id" uuid;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_principal_account_id_accounts_id_fk" FOREIGN KEY ("principal_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_delegate_account_id_accounts_id_fk" FOREIGN KEY ("delegate_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_granted_by_accounts_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_revoked_by_accounts_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delegations_delegate_account_id_index" ON "delegations" USING btree ("delegate_account_id");--> statement-breakpoint
CREATE INDEX "delegations_principal_account_id_granted_at_index" ON "delegations" USING btree ("principal_account_id","granted_at");--> statement-breakpoint
CREATE INDEX "delegations_organisation_id_granted_at_index" ON "delegations" USING btree ("organisation_id","granted_at");--> statement-breakpoint
CREATE INDEX "delegations_invitee_phone_index_index" ON "delegations" USING btree ("invitee_phone_index");--> statement-breakpoint
CREATE UNIQUE INDEX "delegations_one_representative" ON "delegations" USING btree ("organisation_id") WHERE "delegations"."kind" = 'representative' and "delegations"."revoked_at" is null;