DROP INDEX "applications_supervised";--> statement-breakpoint
DROP INDEX "applications_decided_late";--> statement-breakpoint
DROP INDEX "applications_decided_corrected";--> statement-breakpoint
DROP INDEX "applications_decided_automatic";--> statement-breakpoint
DROP INDEX "applications_decided";--> statement-breakpoint
CREATE INDEX "applications_decided" ON "applications" USING btree ("department_id","division_code","decided_at") WHERE "applications"."decided_at" is not null;--> statement-breakpoint
ALTER TABLE "applications" DROP COLUMN "correction_count";--> statement-breakpoint
insert into waiting_line default values;
