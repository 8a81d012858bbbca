CREATE TABLE "overdue_reasons" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"statutory_due_on" date NOT NULL,
	"reason" text NOT NULL,
	"given_by" uuid NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"word" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "overdue_reasons_decided_whole" CHECK (num_nonnulls("overdue_reasons"."outcome", "overdue_reasons"."decided_by", "overdue_reasons"."decided_at") in (0, 3)),
	CONSTRAINT "overdue_reasons_four_eyes" CHECK ("overdue_reasons"."decided_by" is null or "overdue_reasons"."decided_by" <> "overdue_reasons"."given_by"),
	CONSTRAINT "overdue_reasons_returned_why" CHECK ("overdue_reasons"."outcome" is distinct from 'returned' or "overdue_reasons"."word" is not null)
);
--> statement-breakpoint
CREATE TABLE "report_subscriptions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"period" text NOT NULL,
	"format" text NOT NULL,
	"filters" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"subscription_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"from_on" date NOT NULL,
	"through_on" date NOT NULL,
	"storage_key" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reports_storageKey_unique" UNIQUE("storage_key")
);
--> statement-breakpoint
CREATE TABLE "supervision_days" (
	"day" date NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"service_item_id" uuid NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"deemed_accepted" integer DEFAULT 0 NOT NULL,
	"corrections" integer DEFAULT 0 NOT NULL,
	"decided" integer DEFAULT 0 NOT NULL,
	"approved" integer DEFAULT 0 NOT NULL,
	"automatic" integer DEFAULT 0 NOT NULL,
	"on_time" integer DEFAULT 0 NOT NULL,
	"in_law" integer DEFAULT 0 NOT NULL,
	"corrected_once" integer DEFAULT 0 NOT NULL,
	"corrected_more" integer DEFAULT 0 NOT NULL,
	"suspended" integer DEFAULT 0 NOT NULL,
	"extended" integer DEFAULT 0 NOT NULL,
	"workdays" integer[] NOT NULL,
	"ratings" integer[] NOT NULL,
	CONSTRAINT "supervision_days_day_department_id_division_code_service_item_id_pk" PRIMARY KEY("day","department_id","division_code","service_item_id")
);
--> statement-breakpoint
CREATE TABLE "supervision_signals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"number" text NOT NULL,
	"key" text NOT NULL,
	"rule" text NOT NULL,
	"grade" text NOT NULL,
	"application_id" uuid NOT NULL,
	"step_key" text,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"due_on" date,
	"state" text DEFAULT 'open' NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"explanation" text,
	"explained_by" uuid,
	"explained_at" timestamp (3) with time zone,
	"result" text,
	"handled_by" uuid,
	"handled_at" timestamp (3) with time zone,
	CONSTRAINT "supervision_signals_number_unique" UNIQUE("number"),
	CONSTRAINT "supervision_signals_key_unique" UNIQUE("key"),
	CONSTRAINT "supervision_signals_explained_whole" CHECK (num_nonnulls("supervision_signals"."explanation", "supervision_signals"."explained_by", "supervision_signals"."explained_at") in (0, 3)),
	CONSTRAINT "supervision_signals_handled_whole" CHECK (num_nonnulls("supervision_signals"."result", "supervision_signals"."handled_by", "supervision_signals"."handled_at") = (case when "supervision_signals"."state" in ('confirmed', 'excused') then 3 else 0 end)),
	CONSTRAINT "supervision_signals_four_eyes" CHECK ("supervision_signals"."state" <> 'excused' or ("supervision_signals"."explained_by" is not null and "supervision_signals"."explained_by" <> "supervision_signals"."handled_by"))
);
--> statement-breakpoint
CREATE TABLE "supervision_stale_days" (
	"day" date PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "urging_turns" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"urging_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"on" date,
	"by" uuid NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "urgings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"number" text NOT NULL,
	"application_id" uuid NOT NULL,
	"step_key" text,
	"signal_id" uuid,
	"to_account_id" uuid,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"state" text NOT NULL,
	"answer_by" date NOT NULL,
	"expected_on" date,
	"issued_by" uuid NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "urgings_number_unique" UNIQUE("number"),
	CONSTRAINT "urgings_closed_whole" CHECK (("urgings"."state" = 'accepted') = ("urgings"."closed_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "overdue_reasons" ADD CONSTRAINT "overdue_reasons_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "overdue_reasons" ADD CONSTRAINT "overdue_reasons_given_by_accounts_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "overdue_reasons" ADD CONSTRAINT "overdue_reasons_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_subscriptions" ADD CONSTRAINT "report_subscriptions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_subscription_id_report_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."report_subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_days" ADD CONSTRAINT "supervision_days_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_days" ADD CONSTRAINT "supervision_days_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_days" ADD CONSTRAINT "supervision_days_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_signals" ADD CONSTRAINT "supervision_signals_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_signals" ADD CONSTRAINT "supervision_signals_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_signals" ADD CONSTRAINT "supervision_signals_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_signals" ADD CONSTRAINT "supervision_signals_explained_by_accounts_id_fk" FOREIGN KEY ("explained_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supervision_signals" ADD CONSTRAINT "supervision_signals_handled_by_accounts_id_fk" FOREIGN KEY ("handled_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urging_turns" ADD CONSTRAINT "urging_turns_urging_id_urgings_id_fk" FOREIGN KEY ("urging_id") REFERENCES "public"."urgings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urging_turns" ADD CONSTRAINT "urging_turns_by_accounts_id_fk" FOREIGN KEY ("by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgings" ADD CONSTRAINT "urgings_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgings" ADD CONSTRAINT "urgings_signal_id_supervision_signals_id_fk" FOREIGN KEY ("signal_id") REFERENCES "public"."supervision_signals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgings" ADD CONSTRAINT "urgings_to_account_id_accounts_id_fk" FOREIGN KEY ("to_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgings" ADD CONSTRAINT "urgings_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgings" ADD CONSTRAINT "urgings_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urgings" ADD CONSTRAINT "urgings_issued_by_accounts_id_fk" FOREIGN KEY ("issued_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "overdue_reasons_one" ON "overdue_reasons" USING btree ("application_id","statutory_due_on") WHERE "overdue_reasons"."outcome" is distinct from 'returned';--> statement-breakpoint
CREATE INDEX "report_subscriptions_account_id_index" ON "report_subscriptions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "report_subscriptions_running" ON "report_subscriptions" USING btree ("id") WHERE "report_subscriptions"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "reports_once" ON "reports" USING btree ("subscription_id","from_on");--> statement-breakpoint
CREATE INDEX "reports_account_id_id_index" ON "reports" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "supervision_days_place" ON "supervision_days" USING btree ("department_id","day");--> statement-breakpoint
CREATE INDEX "supervision_signals_place" ON "supervision_signals" USING btree ("department_id","state","raised_at","id");--> statement-breakpoint
CREATE INDEX "supervision_signals_application_id_index" ON "supervision_signals" USING btree ("application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "urging_turns_sequence" ON "urging_turns" USING btree ("urging_id","sequence");--> statement-breakpoint
CREATE INDEX "urgings_application_id_index" ON "urgings" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "urgings_place" ON "urgings" USING btree ("department_id","state","answer_by","id");--> statement-breakpoint
CREATE INDEX "urgings_open" ON "urgings" USING btree ("answer_by") WHERE "urgings"."state" = 'open';--> statement-breakpoint
CREATE INDEX "application_events_at" ON "application_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "applications_open" ON "applications" USING btree ("department_id","division_code","service_item_id","revision_id","status","due_on","statutory_due_on","step_due_on","claimed_by","received_at") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_due" ON "applications" USING btree ("desk_due_on") WHERE "applications"."status" in ('submitted','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_overdue" ON "applications" USING btree ("statutory_due_on","id") WHERE "applications"."status" in ('accepted','inReview');--> statement-breakpoint
CREATE TRIGGER urging_turns_append_only BEFORE UPDATE OR DELETE ON "urging_turns" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER urging_turns_no_truncate BEFORE TRUNCATE ON "urging_turns" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
