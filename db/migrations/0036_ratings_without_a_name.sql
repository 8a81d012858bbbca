CREATE TABLE "rated_cases" (
	"key" text PRIMARY KEY NOT NULL,
	"ends_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rating_ballots" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"content" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rating_devices" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"window_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"token_digest" text NOT NULL,
	"registered_by" uuid NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "rating_devices_tokenDigest_unique" UNIQUE("token_digest")
);
--> statement-breakpoint
CREATE TABLE "rating_figures" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"name" text NOT NULL,
	"counts" jsonb NOT NULL,
	"withheld" boolean NOT NULL,
	"since" date NOT NULL,
	"until" date NOT NULL,
	CONSTRAINT "rating_figures_kind_subject_pk" PRIMARY KEY("kind","subject")
);
--> statement-breakpoint
CREATE TABLE "rating_tickets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"window_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"service_item_id" uuid,
	"ended_on" date NOT NULL,
	"visit_id" uuid,
	"token_digest" text,
	"expires_at" timestamp (3) with time zone,
	"used" boolean DEFAULT false NOT NULL,
	CONSTRAINT "rating_tickets_visitId_unique" UNIQUE("visit_id"),
	CONSTRAINT "rating_tickets_tokenDigest_unique" UNIQUE("token_digest"),
	CONSTRAINT "rating_tickets_forgotten_whole" CHECK ("rating_tickets"."expires_at" is not null or ("rating_tickets"."token_digest" is null and "rating_tickets"."visit_id" is null and not "rating_tickets"."used"))
);
--> statement-breakpoint
CREATE TABLE "rectification_events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"rectification_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"act" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"words" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rectifications" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"rating_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"level" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"rated_ids" uuid[] DEFAULT '{}' NOT NULL,
	"owner_id" uuid,
	"opened_on" date NOT NULL,
	"contact_due_on" date NOT NULL,
	"reply_due_on" date NOT NULL,
	"contacted_on" date,
	"contact_skipped" boolean DEFAULT false NOT NULL,
	"finding" text,
	"extension_asked_by" uuid,
	"extended_by" uuid,
	"replied_on" date,
	"replied_by" uuid,
	"closed_on" date,
	"closed_by" uuid,
	"appealed_by" uuid,
	"appeal_ground" text,
	"rechecked_by" uuid,
	"rechecked_on" date,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "rectifications_ratingId_unique" UNIQUE("rating_id"),
	CONSTRAINT "rectifications_not_by_the_rated" CHECK ("rectifications"."owner_id" is null or "rectifications"."owner_id" <> all ("rectifications"."rated_ids")),
	CONSTRAINT "rectifications_not_closed_by_the_rated" CHECK ("rectifications"."closed_by" is null or "rectifications"."closed_by" <> all ("rectifications"."rated_ids")),
	CONSTRAINT "rectifications_second_look" CHECK ("rectifications"."closed_by" is null or ("rectifications"."closed_by" <> "rectifications"."owner_id" and "rectifications"."closed_by" <> "rectifications"."replied_by")),
	CONSTRAINT "rectifications_extension_four_eyes" CHECK ("rectifications"."extended_by" is null or "rectifications"."extended_by" <> "rectifications"."extension_asked_by"),
	CONSTRAINT "rectifications_recheck_by_another" CHECK ("rectifications"."rechecked_by" is null or ("rectifications"."rechecked_by" <> "rectifications"."appealed_by" and "rectifications"."rechecked_by" is distinct from "rectifications"."owner_id" and "rectifications"."rechecked_by" <> all ("rectifications"."rated_ids"))),
	CONSTRAINT "rectifications_replied_whole" CHECK (num_nonnulls("rectifications"."replied_on", "rectifications"."replied_by") in (0, 2) and ("rectifications"."status" not in ('replied', 'closed') or "rectifications"."replied_on" is not null)),
	CONSTRAINT "rectifications_closed_whole" CHECK (num_nonnulls("rectifications"."closed_on", "rectifications"."closed_by") = case when "rectifications"."status" = 'closed' then 2 else 0 end),
	CONSTRAINT "rectifications_excluded_by_recheck" CHECK ("rectifications"."status" <> 'excluded' or "rectifications"."rechecked_by" is not null),
	CONSTRAINT "rectifications_contact" CHECK (not ("rectifications"."contact_skipped" and "rectifications"."contacted_on" is not null))
);
--> statement-breakpoint
ALTER TABLE "ratings" DROP CONSTRAINT "ratings_applicationId_unique";--> statement-breakpoint
ALTER TABLE "ratings" ALTER COLUMN "id" SET DEFAULT gen_random_uuid();--> statement-breakpoint
ALTER TABLE "ratings" ALTER COLUMN "application_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "ratings" ALTER COLUMN "created_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "round" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "first_id" uuid;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "contact" text;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "service_item_id" uuid;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "department_id" uuid;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "division_code" text;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "week_of" date;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "receipt_digest" text;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "excluded_on" date;--> statement-breakpoint
ALTER TABLE "ratings" ADD COLUMN "exclusion_ground" text;--> statement-breakpoint
-- Who rated before this day stays one who has rated.
INSERT INTO "rated_cases" ("key", "ends_on") SELECT 'case:' || "application_id", current_date + 120 FROM "ratings";--> statement-breakpoint
UPDATE "ratings" r SET "channel" = 'web', "service_item_id" = case when r."anonymous" then null else a."service_item_id" end, "department_id" = a."department_id", "division_code" = a."division_code", "week_of" = date_trunc('week', r."created_at" at time zone 'Asia/Shanghai')::date FROM "applications" a WHERE a."id" = r."application_id";--> statement-breakpoint
-- Ratings without a name are cast anew, shuffled, under keys that tell no time. Their comments were sealed to the former keys and go with them.
INSERT INTO "ratings" ("level", "reasons", "anonymous", "channel", "department_id", "division_code", "week_of") SELECT "level", "reasons", true, "channel", "department_id", "division_code", "week_of" FROM "ratings" WHERE "anonymous" ORDER BY random();--> statement-breakpoint
DELETE FROM "ratings" WHERE "anonymous" AND "application_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "ratings" ALTER COLUMN "channel" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "ratings" ALTER COLUMN "department_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "ratings" ALTER COLUMN "division_code" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "ratings" ALTER COLUMN "week_of" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "rating_devices" ADD CONSTRAINT "rating_devices_window_id_service_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "public"."service_windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating_devices" ADD CONSTRAINT "rating_devices_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating_devices" ADD CONSTRAINT "rating_devices_registered_by_accounts_id_fk" FOREIGN KEY ("registered_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating_tickets" ADD CONSTRAINT "rating_tickets_window_id_service_windows_id_fk" FOREIGN KEY ("window_id") REFERENCES "public"."service_windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating_tickets" ADD CONSTRAINT "rating_tickets_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating_tickets" ADD CONSTRAINT "rating_tickets_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectification_events" ADD CONSTRAINT "rectification_events_rectification_id_rectifications_id_fk" FOREIGN KEY ("rectification_id") REFERENCES "public"."rectifications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_rating_id_ratings_id_fk" FOREIGN KEY ("rating_id") REFERENCES "public"."ratings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_owner_id_accounts_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_extension_asked_by_accounts_id_fk" FOREIGN KEY ("extension_asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_extended_by_accounts_id_fk" FOREIGN KEY ("extended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_replied_by_accounts_id_fk" FOREIGN KEY ("replied_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_closed_by_accounts_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_appealed_by_accounts_id_fk" FOREIGN KEY ("appealed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rectifications" ADD CONSTRAINT "rectifications_rechecked_by_accounts_id_fk" FOREIGN KEY ("rechecked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rated_cases_ends_on_index" ON "rated_cases" USING btree ("ends_on");--> statement-breakpoint
CREATE UNIQUE INDEX "rating_devices_one" ON "rating_devices" USING btree ("window_id") WHERE "rating_devices"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "rating_devices_department_id_index" ON "rating_devices" USING btree ("department_id");--> statement-breakpoint
CREATE INDEX "rating_figures_list" ON "rating_figures" USING btree ("kind","name","subject");--> statement-breakpoint
CREATE INDEX "rating_tickets_open" ON "rating_tickets" USING btree ("window_id") WHERE "rating_tickets"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "rating_tickets_days" ON "rating_tickets" USING btree ("ended_on");--> statement-breakpoint
CREATE UNIQUE INDEX "rectification_events_sequence" ON "rectification_events" USING btree ("rectification_id","sequence");--> statement-breakpoint
CREATE INDEX "rectifications_list" ON "rectifications" USING btree ("status","department_id","reply_due_on","id");--> statement-breakpoint
CREATE INDEX "rectifications_owner" ON "rectifications" USING btree ("owner_id") WHERE "rectifications"."status" = 'open';--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_first_id_ratings_id_fk" FOREIGN KEY ("first_id") REFERENCES "public"."ratings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_closed" ON "applications" USING btree ("closed_at","department_id") WHERE "applications"."closed_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "ratings_once" ON "ratings" USING btree ("application_id","round");--> statement-breakpoint
CREATE UNIQUE INDEX "ratings_once_more" ON "ratings" USING btree ("first_id");--> statement-breakpoint
CREATE INDEX "ratings_counted" ON "ratings" USING btree ("week_of");--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_receiptDigest_unique" UNIQUE("receipt_digest");--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_anonymous_hangs_on_nothing" CHECK ("ratings"."anonymous" = ("ratings"."application_id" is null) and "ratings"."anonymous" = ("ratings"."created_at" is null));--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_round" CHECK ("ratings"."round" in (1, 2) and ("ratings"."round" = 2) = ("ratings"."first_id" is not null));--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_excluded_whole" CHECK (("ratings"."excluded_on" is null) = ("ratings"."exclusion_ground" is null));--> statement-breakpoint
CREATE TRIGGER rectification_events_append_only BEFORE UPDATE OF "id", "rectification_id", "sequence", "act", "actor_id", "actor_name", "at" ON "rectification_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER rectification_events_never_deleted BEFORE DELETE ON "rectification_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER rectification_events_no_truncate BEFORE TRUNCATE ON "rectification_events" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
