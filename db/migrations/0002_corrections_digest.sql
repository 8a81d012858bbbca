DROP INDEX "applications_queue";--> statement-breakpoint
ALTER TABLE "corrections" ADD COLUMN "answer_digests" jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "applications_queue" ON "applications" USING btree ("department_id","division_code","due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');