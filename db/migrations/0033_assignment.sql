CREATE TABLE "absences" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"deputy_id" uuid NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date NOT NULL,
	"word" text,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"moved" integer DEFAULT 0 NOT NULL,
	"freed" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" uuid,
	CONSTRAINT "absences_days_in_order" CHECK ("absences"."until_on" >= "absences"."from_on"),
	CONSTRAINT "absences_deputy_is_another" CHECK ("absences"."deputy_id" <> "absences"."account_id"),
	CONSTRAINT "absences_ended_by_someone" CHECK (("absences"."ended_at" is null) = ("absences"."ended_by" is null))
);
--> statement-breakpoint
CREATE TABLE "bulk_run_rows" (
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"number" text NOT NULL,
	"application_id" uuid,
	"version" integer,
	"holder" uuid,
	"step" text,
	"plan" text NOT NULL,
	"outcome" text,
	"problem" jsonb,
	"key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_run_rows_run_id_position_pk" PRIMARY KEY("run_id","position"),
	CONSTRAINT "bulk_run_rows_refused_why" CHECK ("bulk_run_rows"."problem" is not null or ("bulk_run_rows"."plan" = 'may' and "bulk_run_rows"."outcome" is distinct from 'refused'))
);
--> statement-breakpoint
CREATE TABLE "bulk_runs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"act" text NOT NULL,
	"order" jsonb NOT NULL,
	"status" text NOT NULL,
	"created_by" uuid NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_runs_ended" CHECK (("bulk_runs"."status" in ('done', 'cancelled')) = ("bulk_runs"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "case_assignments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"step" text,
	"kind" text NOT NULL,
	"from_account_id" uuid,
	"to_account_id" uuid,
	"by_account_id" uuid,
	"word" text,
	"absence_id" uuid,
	"rule_id" uuid,
	"reason" jsonb,
	"event_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone,
	CONSTRAINT "case_assignments_routed_by_an_event" CHECK (("case_assignments"."kind" = 'routing') = ("case_assignments"."event_id" is not null)),
	CONSTRAINT "case_assignments_to_somebody" CHECK ("case_assignments"."to_account_id" is not null or "case_assignments"."kind" in ('routing', 'cover'))
);
--> statement-breakpoint
CREATE TABLE "routing_rule_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"rule_id" uuid NOT NULL,
	"change" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"position" integer NOT NULL,
	"enabled" boolean NOT NULL,
	"by_account_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "routing_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"department_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"content" jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_deputy_id_accounts_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_run_rows" ADD CONSTRAINT "bulk_run_rows_run_id_bulk_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."bulk_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_run_rows" ADD CONSTRAINT "bulk_run_rows_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_assignments" ADD CONSTRAINT "case_assignments_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_assignments" ADD CONSTRAINT "case_assignments_from_account_id_accounts_id_fk" FOREIGN KEY ("from_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_assignments" ADD CONSTRAINT "case_assignments_to_account_id_accounts_id_fk" FOREIGN KEY ("to_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_assignments" ADD CONSTRAINT "case_assignments_by_account_id_accounts_id_fk" FOREIGN KEY ("by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_assignments" ADD CONSTRAINT "case_assignments_absence_id_absences_id_fk" FOREIGN KEY ("absence_id") REFERENCES "public"."absences"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_assignments" ADD CONSTRAINT "case_assignments_rule_id_routing_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."routing_rules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routing_rule_changes" ADD CONSTRAINT "routing_rule_changes_rule_id_routing_rules_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."routing_rules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routing_rule_changes" ADD CONSTRAINT "routing_rule_changes_by_account_id_accounts_id_fk" FOREIGN KEY ("by_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routing_rules" ADD CONSTRAINT "routing_rules_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "absences_account" ON "absences" USING btree ("account_id","from_on");--> statement-breakpoint
CREATE INDEX "absences_deputy" ON "absences" USING btree ("deputy_id","from_on");--> statement-breakpoint
CREATE INDEX "absences_starting" ON "absences" USING btree ("from_on") WHERE "absences"."started_at" is null and "absences"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "bulk_run_rows_waiting" ON "bulk_run_rows" USING btree ("run_id","position") WHERE "bulk_run_rows"."plan" = 'may' and "bulk_run_rows"."outcome" is null;--> statement-breakpoint
CREATE INDEX "bulk_runs_own" ON "bulk_runs" USING btree ("created_by","id");--> statement-breakpoint
CREATE INDEX "case_assignments_case" ON "case_assignments" USING btree ("application_id","at");--> statement-breakpoint
CREATE INDEX "case_assignments_unseen" ON "case_assignments" USING btree ("to_account_id","at") WHERE "case_assignments"."seen_at" is null and "case_assignments"."to_account_id" is not null;--> statement-breakpoint
CREATE INDEX "case_assignments_absence" ON "case_assignments" USING btree ("absence_id") WHERE "case_assignments"."absence_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "case_assignments_event_once" ON "case_assignments" USING btree ("event_id",coalesce("step", '')) WHERE "case_assignments"."event_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "routing_rule_changes_version" ON "routing_rule_changes" USING btree ("rule_id","version");--> statement-breakpoint
CREATE INDEX "routing_rules_order" ON "routing_rules" USING btree ("department_id","position") WHERE "routing_rules"."removed_at" is null;--> statement-breakpoint
-- Nobody is away twice at once.
ALTER TABLE absences ADD CONSTRAINT absences_once EXCLUDE USING gist (
  account_id WITH =, daterange(from_on, until_on, '[]') WITH &&) WHERE (ended_at IS NULL);--> statement-breakpoint
CREATE TRIGGER routing_rule_changes_append_only BEFORE UPDATE OR DELETE ON routing_rule_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER routing_rule_changes_no_truncate BEFORE TRUNCATE ON routing_rule_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
