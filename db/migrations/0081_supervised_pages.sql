CREATE TABLE "waiting_line" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"taken" bigint DEFAULT 0 NOT NULL,
	"admitted" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "waiting_line_is_one" CHECK ("waiting_line"."id" = 1),
	CONSTRAINT "waiting_line_in_order" CHECK ("waiting_line"."admitted" between 0 and "waiting_line"."taken")
);
--> statement-breakpoint
DROP INDEX "applications_decided";--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "correction_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "applications" SET "correction_count" = "asked"."times" FROM (SELECT "application_id", count(*)::int AS "times" FROM "application_events" WHERE "action" = 'requestCorrection' GROUP BY 1) AS "asked" WHERE "asked"."application_id" = "applications"."id";--> statement-breakpoint
CREATE INDEX "applications_supervised" ON "applications" USING btree ("department_id","division_code","due_on","id") WHERE "applications"."status" in ('submitted','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE INDEX "applications_decided_late" ON "applications" USING btree ("department_id","division_code","decided_at","id") WHERE "applications"."decided_at" is not null and not coalesce(("applications"."decided_at" at time zone 'Asia/Shanghai')::date <= "applications"."promised_due_on", false);--> statement-breakpoint
CREATE INDEX "applications_decided_corrected" ON "applications" USING btree ("department_id","division_code","decided_at","id") WHERE "applications"."decided_at" is not null and "applications"."correction_count" > 1;--> statement-breakpoint
CREATE INDEX "applications_decided_automatic" ON "applications" USING btree ("department_id","division_code","decided_at","id") WHERE "applications"."decided_at" is not null and "applications"."automatic_decision" is not null;--> statement-breakpoint
CREATE INDEX "applications_decided" ON "applications" USING btree ("department_id","division_code","decided_at","id") WHERE "applications"."decided_at" is not null;