CREATE TABLE "desk_preferences" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"columns" text[],
	"view_id" uuid
);
--> statement-breakpoint
CREATE TABLE "desk_views" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"content" jsonb NOT NULL,
	"department_id" uuid,
	"division_code" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "desk_views_shared_somewhere" CHECK (("desk_views"."department_id" is null) = ("desk_views"."division_code" is null))
);
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "service_item_revisions" ADD COLUMN "decision_days" integer GENERATED ALWAYS AS (coalesce((content#>>'{promisedLimit,value}')::int, (content#>>'{statutoryLimit,value}')::int, 20)) STORED;--> statement-breakpoint
ALTER TABLE "service_item_revisions" ADD COLUMN "correction_days" integer GENERATED ALWAYS AS ((content->>'correctionDays')::int) STORED;--> statement-breakpoint
ALTER TABLE "desk_preferences" ADD CONSTRAINT "desk_preferences_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_preferences" ADD CONSTRAINT "desk_preferences_view_id_desk_views_id_fk" FOREIGN KEY ("view_id") REFERENCES "public"."desk_views"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_views" ADD CONSTRAINT "desk_views_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_views" ADD CONSTRAINT "desk_views_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_views" ADD CONSTRAINT "desk_views_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "desk_views_name" ON "desk_views" USING btree ("owner_id","name");--> statement-breakpoint
CREATE INDEX "desk_views_shared" ON "desk_views" USING btree ("department_id") WHERE "desk_views"."department_id" is not null;--> statement-breakpoint
CREATE INDEX "applications_queue_status" ON "applications" USING btree ("department_id","division_code","status","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_queue_received" ON "applications" USING btree ("department_id","division_code","received_at","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_queue_number" ON "applications" USING btree ("department_id","division_code","number","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_queue_item" ON "applications" USING btree ("service_item_id","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_queue_name" ON "applications" USING btree ("applicant_name","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_ended" ON "applications" USING btree ("department_id","division_code","status","received_at","id") WHERE "applications"."status" in ('closed','refused','lapsed','withdrawn','transferred','terminated','voided');--> statement-breakpoint
CREATE INDEX "applications_changed" ON "applications" USING btree ("changed_at") WHERE "applications"."status" <> 'draft';--> statement-breakpoint
-- By the database's clock, whoever writes; a draft is nobody's at the desk.
CREATE FUNCTION mark_case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.status <> 'draft' THEN new.changed_at := clock_timestamp(); END IF;
  RETURN new;
END $$;--> statement-breakpoint
CREATE TRIGGER applications_changed BEFORE INSERT OR UPDATE OF status, version, claimed_by, due_on, step_due_on, lapse_proposed_at, department_id, division_code ON applications
  FOR EACH ROW EXECUTE FUNCTION mark_case_changed();--> statement-breakpoint
CREATE FUNCTION mark_case_of_step_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE applications SET changed_at = clock_timestamp() WHERE id = new.application_id AND status <> 'draft';
  RETURN null;
END $$;--> statement-breakpoint
CREATE TRIGGER application_steps_changed AFTER UPDATE OF claimed_by ON application_steps
  FOR EACH ROW WHEN (old.claimed_by IS DISTINCT FROM new.claimed_by) EXECUTE FUNCTION mark_case_of_step_changed();
