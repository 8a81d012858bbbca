DROP TABLE "organisation_members" CASCADE;--> statement-breakpoint
ALTER TABLE "sessions" DROP COLUMN "acting_for_organisation_id";