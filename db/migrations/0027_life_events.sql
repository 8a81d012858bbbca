CREATE TABLE "life_event_cases" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"life_event_id" uuid NOT NULL,
	"revision_id" uuid NOT NULL,
	"applicant_account_id" uuid NOT NULL,
	"organisation_id" uuid,
	"answers" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"filed_at" timestamp (3) with time zone,
	"due_on" date,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "life_event_closed_was_filed" CHECK ("life_event_cases"."closed_at" is null or "life_event_cases"."filed_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "life_event_parts" (
	"case_id" uuid NOT NULL,
	"member" text NOT NULL,
	"application_id" uuid NOT NULL,
	CONSTRAINT "life_event_parts_case_id_member_pk" PRIMARY KEY("case_id","member")
);
--> statement-breakpoint
CREATE TABLE "life_event_revisions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"life_event_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"content" jsonb NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"editors" uuid[] NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "life_event_four_eyes" CHECK ("life_event_revisions"."published_by" is null or not "life_event_revisions"."published_by" = any("life_event_revisions"."editors")),
	CONSTRAINT "life_event_published_is_signed" CHECK (("life_event_revisions"."status" = 'draft') = ("life_event_revisions"."published_by" is null))
);
--> statement-breakpoint
CREATE TABLE "life_events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"key" text NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"current_revision_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "life_events_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "life_event_cases" ADD CONSTRAINT "life_event_cases_life_event_id_life_events_id_fk" FOREIGN KEY ("life_event_id") REFERENCES "public"."life_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_event_cases" ADD CONSTRAINT "life_event_cases_revision_id_life_event_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."life_event_revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_event_cases" ADD CONSTRAINT "life_event_cases_applicant_account_id_accounts_id_fk" FOREIGN KEY ("applicant_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_event_cases" ADD CONSTRAINT "life_event_cases_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_event_parts" ADD CONSTRAINT "life_event_parts_case_id_life_event_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."life_event_cases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_event_parts" ADD CONSTRAINT "life_event_parts_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_event_revisions" ADD CONSTRAINT "life_event_revisions_life_event_id_life_events_id_fk" FOREIGN KEY ("life_event_id") REFERENCES "public"."life_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_events" ADD CONSTRAINT "life_events_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "life_events" ADD CONSTRAINT "life_events_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "life_event_cases_one_open" ON "life_event_cases" USING btree ("applicant_account_id","life_event_id",coalesce("organisation_id", '00000000-0000-0000-0000-000000000000'::uuid)) WHERE "life_event_cases"."filed_at" is null;--> statement-breakpoint
CREATE INDEX "life_event_cases_own" ON "life_event_cases" USING btree ("applicant_account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "life_event_cases_organisation" ON "life_event_cases" USING btree ("organisation_id","created_at","id") WHERE "life_event_cases"."organisation_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "life_event_parts_application" ON "life_event_parts" USING btree ("application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "life_event_revisions_life_event_id_number_index" ON "life_event_revisions" USING btree ("life_event_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "life_event_revisions_one_draft" ON "life_event_revisions" USING btree ("life_event_id") WHERE "life_event_revisions"."status" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "life_event_revisions_one_published" ON "life_event_revisions" USING btree ("life_event_id") WHERE "life_event_revisions"."status" = 'published';--> statement-breakpoint
CREATE INDEX "life_events_department_id_index" ON "life_events" USING btree ("department_id");--> statement-breakpoint
-- A published edition of a life event never changes; only its status may move on to superseded.
CREATE FUNCTION keep_published_life_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draft' THEN RAISE EXCEPTION 'a published life event is kept' USING ERRCODE = 'insufficient_privilege'; END IF;
    RETURN OLD;
  END IF;
  IF OLD.status <> 'draft' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.number <> OLD.number OR NEW.life_event_id <> OLD.life_event_id
     OR NEW.editors <> OLD.editors OR NEW.published_by IS DISTINCT FROM OLD.published_by OR NEW.status = 'draft') THEN
    RAISE EXCEPTION 'a published life event never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER life_event_revisions_kept BEFORE UPDATE OR DELETE ON life_event_revisions FOR EACH ROW EXECUTE FUNCTION keep_published_life_event();
