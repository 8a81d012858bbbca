ALTER TABLE "delegations" ADD COLUMN "reviewed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "status" text DEFAULT 'inOperation' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "established_on" date;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "checked_at" timestamp (3) with time zone;