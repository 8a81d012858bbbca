CREATE TABLE "counter_visits" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"clerk_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "counter_visits_not_oneself" CHECK ("counter_visits"."account_id" <> "counter_visits"."clerk_id")
);
--> statement-breakpoint
CREATE TABLE "identity_checks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reference" text NOT NULL,
	"url" text NOT NULL,
	"face_consent_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "identity_checks_consent" CHECK (("identity_checks"."kind" = 'livePerson') = ("identity_checks"."face_consent_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "identity_proofs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"provider" text NOT NULL,
	"reference" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"clerk_id" uuid,
	"document" text,
	"reason" text,
	CONSTRAINT "identity_proofs_counter" CHECK (("identity_proofs"."kind" = 'counter') = (num_nonnulls("identity_proofs"."clerk_id", "identity_proofs"."document", "identity_proofs"."reason") = 3) and ("identity_proofs"."kind" = 'counter' or num_nonnulls("identity_proofs"."clerk_id", "identity_proofs"."document", "identity_proofs"."reason") = 0)),
	CONSTRAINT "identity_proofs_not_oneself" CHECK ("identity_proofs"."clerk_id" is distinct from "identity_proofs"."account_id")
);
--> statement-breakpoint
CREATE TABLE "network_identities" (
	"subject_digest" text PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "network_identities_accountId_unique" UNIQUE("account_id")
);
--> statement-breakpoint
CREATE TABLE "recoveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"visit_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"asked_by" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"document" text NOT NULL,
	"reason" text NOT NULL,
	"new_phone" text,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"code_digest" text,
	"code_expires_at" timestamp (3) with time zone,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "recoveries_codeDigest_unique" UNIQUE("code_digest"),
	CONSTRAINT "recoveries_four_eyes" CHECK ("recoveries"."decided_by" is null or ("recoveries"."decided_by" <> "recoveries"."asked_by" and "recoveries"."decided_by" <> "recoveries"."account_id")),
	CONSTRAINT "recoveries_decided_whole" CHECK (num_nonnulls("recoveries"."decision", "recoveries"."decided_by", "recoveries"."decided_at") in (0, 3)),
	CONSTRAINT "recoveries_new_phone_confirmed" CHECK ("recoveries"."code_digest" is null or "recoveries"."new_phone" is null or "recoveries"."decision" is not distinct from 'confirmed'),
	CONSTRAINT "recoveries_code_whole" CHECK (("recoveries"."code_digest" is null) = ("recoveries"."code_expires_at" is null) and ("recoveries"."used_at" is null or "recoveries"."code_digest" is not null))
);
--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_clerk_id_accounts_id_fk" FOREIGN KEY ("clerk_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_visits" ADD CONSTRAINT "counter_visits_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_checks" ADD CONSTRAINT "identity_checks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_clerk_id_accounts_id_fk" FOREIGN KEY ("clerk_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_identities" ADD CONSTRAINT "network_identities_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_visit_id_counter_visits_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."counter_visits"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "counter_visits_account_id_at_index" ON "counter_visits" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "counter_visits_clerk_id_at_index" ON "counter_visits" USING btree ("clerk_id","at");--> statement-breakpoint
CREATE INDEX "identity_checks_account_id_started_at_index" ON "identity_checks" USING btree ("account_id","started_at");--> statement-breakpoint
CREATE INDEX "identity_proofs_account_id_at_index" ON "identity_proofs" USING btree ("account_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "identity_proofs_reference" ON "identity_proofs" USING btree ("provider","reference");--> statement-breakpoint
CREATE INDEX "recoveries_account_id_asked_at_index" ON "recoveries" USING btree ("account_id","asked_at");--> statement-breakpoint
CREATE INDEX "recoveries_waiting" ON "recoveries" USING btree ("department_id","asked_at") WHERE "recoveries"."new_phone" is not null and "recoveries"."decision" is null;--> statement-breakpoint
-- Why an account has its level, and who was served at the counter, is kept as it was written.
CREATE TRIGGER identity_proofs_append_only BEFORE UPDATE OR DELETE ON "identity_proofs" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER identity_proofs_no_truncate BEFORE TRUNCATE ON "identity_proofs" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER counter_visits_append_only BEFORE UPDATE OR DELETE ON "counter_visits" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER counter_visits_no_truncate BEFORE TRUNCATE ON "counter_visits" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
