-- NOT VALID: what one person gave before two were asked for stays in the books as it was.
CREATE TABLE "level_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"visit_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"asked_by" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"document" text NOT NULL,
	"reason" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "level_requests_four_eyes" CHECK ("level_requests"."decided_by" is null or ("level_requests"."decided_by" <> "level_requests"."asked_by" and "level_requests"."decided_by" <> "level_requests"."account_id")),
	CONSTRAINT "level_requests_decided_whole" CHECK (num_nonnulls("level_requests"."decision", "level_requests"."decided_by", "level_requests"."decided_at") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_citizenIdIndex_unique";--> statement-breakpoint
ALTER TABLE "recoveries" DROP CONSTRAINT "recoveries_new_phone_confirmed";--> statement-breakpoint
DROP INDEX "recoveries_waiting";--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "department_id" uuid;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "division_code" text;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "grant_reason" text;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "confirmed_by" uuid;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD COLUMN "confirmed_by" uuid;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "token" text;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD COLUMN "citizen_id" text;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "level_requests" ADD CONSTRAINT "level_requests_visit_id_counter_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."counter_visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_requests" ADD CONSTRAINT "level_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_requests" ADD CONSTRAINT "level_requests_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_requests" ADD CONSTRAINT "level_requests_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_requests" ADD CONSTRAINT "level_requests_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "level_requests" ADD CONSTRAINT "level_requests_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "level_requests_account_id_asked_at_index" ON "level_requests" USING btree ("account_id","asked_at");--> statement-breakpoint
CREATE INDEX "level_requests_waiting" ON "level_requests" USING btree ("department_id","asked_at") WHERE "level_requests"."decision" is null;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_confirmed_by_accounts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_confirmed_by_accounts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delegations_waiting_guardianships" ON "delegations" USING btree ("department_id","granted_at") WHERE "delegations"."kind" = 'guardianship' and "delegations"."accepted_at" is null and "delegations"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_one_of_a_kind" ON "accounts" USING btree ("citizen_id_index","kind");--> statement-breakpoint
CREATE INDEX "recoveries_waiting" ON "recoveries" USING btree ("department_id","asked_at") WHERE "recoveries"."decision" is null;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_guardianship_four_eyes" CHECK ("delegations"."kind" <> 'guardianship' or "delegations"."granted_via" <> 'counter' or "delegations"."accepted_at" is null or "delegations"."confirmed_by" is not null) NOT VALID;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_confirmed_by_another" CHECK ("delegations"."confirmed_by" is null or ("delegations"."confirmed_by" <> "delegations"."granted_by" and "delegations"."confirmed_by" <> "delegations"."principal_account_id" and "delegations"."confirmed_by" <> "delegations"."delegate_account_id"));--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_four_eyes" CHECK (("identity_proofs"."kind" = 'counter' and "identity_proofs"."level" = 'L4') = ("identity_proofs"."confirmed_by" is not null) and ("identity_proofs"."confirmed_by" is null or ("identity_proofs"."confirmed_by" <> "identity_proofs"."clerk_id" and "identity_proofs"."confirmed_by" <> "identity_proofs"."account_id"))) NOT VALID;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_confirmed" CHECK ("recoveries"."code_digest" is null or "recoveries"."decision" is not distinct from 'confirmed') NOT VALID;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_forget" CHECK ("staff_changes"."decided_at" is null or num_nonnulls("staff_changes"."citizen_id", "staff_changes"."phone", "staff_changes"."email") = 0);