CREATE TABLE "calendar_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"year" integer NOT NULL,
	"source" text NOT NULL,
	"days" jsonb NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"outcome" text,
	"reason" text,
	CONSTRAINT "calendar_changes_four_eyes" CHECK ("calendar_changes"."decided_by" is null or "calendar_changes"."decided_by" <> "calendar_changes"."proposed_by"),
	CONSTRAINT "calendar_changes_decided_whole" CHECK (num_nonnulls("calendar_changes"."decided_by", "calendar_changes"."decided_at", "calendar_changes"."outcome") in (0, 3))
);
--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_changes_one_open" ON "calendar_changes" USING btree ("year") WHERE "calendar_changes"."decided_at" is null;