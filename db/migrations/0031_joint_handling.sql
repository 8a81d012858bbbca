CREATE TABLE "archives" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"storage_key" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"manifest_sha256" text NOT NULL,
	"file_count" integer NOT NULL,
	"kid" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "archives_applicationId_unique" UNIQUE("application_id"),
	CONSTRAINT "archives_storageKey_unique" UNIQUE("storage_key"),
	CONSTRAINT "archives_hold_something" CHECK ("archives"."size" > 0 and "archives"."file_count" > 0)
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"way" text NOT NULL,
	"state" text NOT NULL,
	"addressee" text,
	"window_id" uuid,
	"code" text,
	"carrier" text,
	"tracking_number" text,
	"attempt" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"proof" text,
	"document_checked" boolean DEFAULT false NOT NULL,
	"receiver" text,
	"proof_key" text,
	"proof_sha256" text,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "deliveries_way_whole" CHECK (("deliveries"."way" = 'post') = ("deliveries"."addressee" is not null) and ("deliveries"."way" = 'pickUp') = ("deliveries"."window_id" is not null)),
	CONSTRAINT "deliveries_sent_whole" CHECK ("deliveries"."state" <> 'sent' or num_nulls("deliveries"."carrier", "deliveries"."tracking_number") = 0),
	CONSTRAINT "deliveries_delivered_whole" CHECK (("deliveries"."state" = 'delivered') = (num_nonnulls("deliveries"."delivered_at", "deliveries"."proof", "deliveries"."receiver") = 3))
);
--> statement-breakpoint
CREATE TABLE "delivery_events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"delivery_id" uuid NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_name" text NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "expert_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"step_key" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_by_name" text NOT NULL,
	"department_id" uuid NOT NULL,
	"expert" text NOT NULL,
	"question" text NOT NULL,
	"scope" jsonb NOT NULL,
	"token_digest" text NOT NULL,
	"token" text,
	"due_on" date NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"reminded_at" timestamp (3) with time zone,
	"entered_at" timestamp (3) with time zone,
	"session_hash" text,
	"session_expires_at" timestamp (3) with time zone,
	"draft" text,
	"saved_at" timestamp (3) with time zone,
	"conclusion" text,
	"opinion" text,
	"submitted_at" timestamp (3) with time zone,
	"declined_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "expert_requests_tokenDigest_unique" UNIQUE("token_digest"),
	CONSTRAINT "expert_requests_end_once" CHECK (num_nonnulls("expert_requests"."submitted_at", "expert_requests"."declined_at", "expert_requests"."revoked_at") <= 1),
	CONSTRAINT "expert_requests_answer_whole" CHECK (("expert_requests"."submitted_at" is not null) = ("expert_requests"."conclusion" is not null) and (num_nonnulls("expert_requests"."submitted_at", "expert_requests"."declined_at") = 1) = ("expert_requests"."opinion" is not null)),
	CONSTRAINT "expert_requests_session_whole" CHECK (("expert_requests"."session_hash" is null) = ("expert_requests"."session_expires_at" is null))
);
--> statement-breakpoint
CREATE TABLE "hearings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"ask_until" date,
	"asked_at" timestamp (3) with time zone,
	"held_on" date,
	"starts_at" text,
	"place" text,
	"online_url" text,
	"chair_id" uuid,
	"chair_name" text,
	"reviewer_id" uuid,
	"is_public" boolean,
	"participants" text,
	"confirmed_at" timestamp (3) with time zone,
	"postponement_asked_at" timestamp (3) with time zone,
	"postponement_reason" text,
	"postponement_answer" text,
	"minutes_key" text,
	"minutes_mime" text,
	"minutes_size" integer,
	"minutes_sha256" text,
	"summary" text,
	"outcome" text,
	"recorded_at" timestamp (3) with time zone,
	"recorded_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "hearings_chair_is_not_reviewer" CHECK ("hearings"."chair_id" is null or "hearings"."reviewer_id" is null or "hearings"."chair_id" <> "hearings"."reviewer_id"),
	CONSTRAINT "hearings_scheduled_whole" CHECK ("hearings"."state" not in ('scheduled','held') or num_nulls("hearings"."held_on", "hearings"."starts_at", "hearings"."place", "hearings"."chair_id", "hearings"."chair_name", "hearings"."is_public", "hearings"."participants") = 0),
	CONSTRAINT "hearings_held_with_minutes" CHECK (("hearings"."state" = 'held') = (num_nonnulls("hearings"."minutes_key", "hearings"."minutes_sha256", "hearings"."summary", "hearings"."outcome", "hearings"."recorded_at") = 5))
);
--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_window_id_service_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "public"."service_windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_events" ADD CONSTRAINT "delivery_events_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "expert_requests" ADD CONSTRAINT "expert_requests_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "expert_requests" ADD CONSTRAINT "expert_requests_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "expert_requests" ADD CONSTRAINT "expert_requests_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hearings" ADD CONSTRAINT "hearings_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hearings" ADD CONSTRAINT "hearings_chair_id_accounts_id_fk" FOREIGN KEY ("chair_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "archives_list" ON "archives" USING btree ("department_id","division_code","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_one" ON "deliveries" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "deliveries_desk" ON "deliveries" USING btree ("department_id","division_code","state","id");--> statement-breakpoint
CREATE INDEX "delivery_events_delivery_id_id_index" ON "delivery_events" USING btree ("delivery_id","id");--> statement-breakpoint
CREATE INDEX "expert_requests_application_id_created_at_index" ON "expert_requests" USING btree ("application_id","created_at");--> statement-breakpoint
CREATE INDEX "expert_requests_waiting" ON "expert_requests" USING btree ("due_on") WHERE "expert_requests"."submitted_at" is null and "expert_requests"."declined_at" is null and "expert_requests"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "hearings_application_id_created_at_index" ON "hearings" USING btree ("application_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "hearings_one_open" ON "hearings" USING btree ("application_id") WHERE "hearings"."state" in ('announced','scheduled');--> statement-breakpoint
CREATE TRIGGER delivery_events_append_only BEFORE UPDATE OR DELETE ON "delivery_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER delivery_events_no_truncate BEFORE TRUNCATE ON "delivery_events" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER archives_append_only BEFORE UPDATE OR DELETE ON "archives" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER archives_no_truncate BEFORE TRUNCATE ON "archives" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
