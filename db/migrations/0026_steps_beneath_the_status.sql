DROP INDEX "application_steps_one_active";--> statement-breakpoint
DROP INDEX "applications_queue";--> statement-breakpoint
ALTER TABLE "application_steps" ADD COLUMN "department_id" uuid;--> statement-breakpoint
ALTER TABLE "application_steps" ADD COLUMN "role" text;--> statement-breakpoint
ALTER TABLE "application_steps" ADD COLUMN "started_on" date;--> statement-breakpoint
ALTER TABLE "application_steps" ADD COLUMN "due_on" date;--> statement-breakpoint
ALTER TABLE "application_steps" ADD COLUMN "claimed_by" uuid;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "person_asked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "automatic_decision" text;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "step_due_on" date;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "desk_due_on" date GENERATED ALWAYS AS (case when due_on is null then null else least(due_on, step_due_on) end) STORED;--> statement-breakpoint
ALTER TABLE "application_steps" ADD CONSTRAINT "application_steps_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_steps" ADD CONSTRAINT "application_steps_claimed_by_accounts_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_steps_asked" ON "application_steps" USING btree ("department_id","role","due_on","application_id") WHERE "application_steps"."department_id" is not null and "application_steps"."status" = 'active';--> statement-breakpoint
CREATE INDEX "applications_queue" ON "applications" USING btree ("department_id","division_code","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
ALTER TABLE "application_events" ADD CONSTRAINT "application_events_system_never_refuses" CHECK ("application_events"."actor_role" <> 'system' or "application_events"."action" not in ('reject','refuse'));--> statement-breakpoint
ALTER TABLE "application_steps" ADD CONSTRAINT "application_steps_asked_in_a_role" CHECK (("application_steps"."department_id" is null) = ("application_steps"."role" is null));--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "automatic_only_approves" CHECK ("applications"."automatic_decision" is null or ("applications"."outcome" = 'approved' and "applications"."decided_by" is null));