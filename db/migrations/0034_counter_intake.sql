CREATE TABLE "counter_receptions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"clerk_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"account_id" uuid NOT NULL,
	"document" text NOT NULL,
	"method" text NOT NULL,
	"reason" text,
	"delegation_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "counter_receptions_typed_why" CHECK (("counter_receptions"."method" = 'manual') = ("counter_receptions"."reason" is not null)),
	CONSTRAINT "counter_receptions_decided_whole" CHECK (num_nonnulls("counter_receptions"."decision", "counter_receptions"."decided_by", "counter_receptions"."decided_at") in (0, 3)),
	CONSTRAINT "counter_receptions_four_eyes" CHECK ("counter_receptions"."decided_by" is null or ("counter_receptions"."decided_by" <> "counter_receptions"."clerk_id" and "counter_receptions"."decided_by" <> "counter_receptions"."account_id"))
);
--> statement-breakpoint
CREATE TABLE "payment_notes" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"fee" text NOT NULL,
	"amount_fen" integer NOT NULL,
	"method" text NOT NULL,
	"receipt_number" text NOT NULL,
	"taken_by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payment_notes_amount" CHECK ("payment_notes"."amount_fen" between 1 and 100000000)
);
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "channel" text DEFAULT 'online' NOT NULL;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "taken_by" uuid;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "presented_by" uuid;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "trust_level" text DEFAULT 'C' NOT NULL;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "verified_by" uuid;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "verified_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "counter_receptions" ADD CONSTRAINT "counter_receptions_clerk_id_accounts_id_fk" FOREIGN KEY ("clerk_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_receptions" ADD CONSTRAINT "counter_receptions_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_receptions" ADD CONSTRAINT "counter_receptions_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_receptions" ADD CONSTRAINT "counter_receptions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_receptions" ADD CONSTRAINT "counter_receptions_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_notes" ADD CONSTRAINT "payment_notes_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_notes" ADD CONSTRAINT "payment_notes_taken_by_accounts_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "counter_receptions_mine" ON "counter_receptions" USING btree ("clerk_id","expires_at");--> statement-breakpoint
CREATE INDEX "counter_receptions_waiting" ON "counter_receptions" USING btree ("department_id","at") WHERE "counter_receptions"."method" = 'manual' and "counter_receptions"."decision" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_notes_receipt" ON "payment_notes" USING btree ("application_id","receipt_number");--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_taken_by_accounts_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_presented_by_accounts_id_fk" FOREIGN KEY ("presented_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_verified_by_accounts_id_fk" FOREIGN KEY ("verified_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "counter_cases_taken_by_someone" CHECK (("applications"."channel" = 'counter') = ("applications"."taken_by" is not null) and ("applications"."taken_by" is null) = ("applications"."presented_by" is null));--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_compared_by_someone" CHECK (("files"."trust_level" = 'B') = ("files"."verified_by" is not null) and ("files"."verified_by" is null) = ("files"."verified_at" is null));--> statement-breakpoint
CREATE TRIGGER payment_notes_append_only BEFORE UPDATE OR DELETE ON payment_notes FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER payment_notes_no_truncate BEFORE TRUNCATE ON payment_notes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
