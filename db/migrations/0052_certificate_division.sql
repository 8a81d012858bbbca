ALTER TABLE "certificates" ADD COLUMN "division_code" text;--> statement-breakpoint
UPDATE "certificates" SET "division_code" = "applications"."division_code" FROM "applications" WHERE "applications"."id" = "certificates"."application_id";
