CREATE TABLE "editor_presences" (
	"service_item_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"part" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "editor_presences_service_item_id_account_id_pk" PRIMARY KEY("service_item_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "item_files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_item_id" uuid NOT NULL,
	"name" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"uploaded_by" uuid NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "item_retirements" (
	"service_item_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"effective_on" date NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"applied_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "item_successors" (
	"service_item_id" uuid NOT NULL,
	"successor_id" uuid NOT NULL,
	CONSTRAINT "item_successors_service_item_id_successor_id_pk" PRIMARY KEY("service_item_id","successor_id")
);
--> statement-breakpoint
CREATE TABLE "link_checks" (
	"url" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"status" integer,
	"failures" integer DEFAULT 0 NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revision_reviews" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"revision_id" uuid NOT NULL,
	"act" text NOT NULL,
	"account_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"comments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"publish_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "warning_answers" (
	"revision_id" uuid NOT NULL,
	"warning" text NOT NULL,
	"reason" text NOT NULL,
	"answered_by" uuid NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "warning_answers_revision_id_warning_pk" PRIMARY KEY("revision_id","warning")
);
--> statement-breakpoint
ALTER TABLE "service_item_revisions" ADD COLUMN "stage" text DEFAULT 'editing' NOT NULL;--> statement-breakpoint
ALTER TABLE "service_item_revisions" ADD COLUMN "publish_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "service_item_revisions" ADD COLUMN "scheduled_by" uuid;--> statement-breakpoint
ALTER TABLE "editor_presences" ADD CONSTRAINT "editor_presences_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_files" ADD CONSTRAINT "item_files_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_retirements" ADD CONSTRAINT "item_retirements_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_successors" ADD CONSTRAINT "item_successors_service_item_id_item_retirements_service_item_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."item_retirements"("service_item_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_successors" ADD CONSTRAINT "item_successors_successor_id_service_items_id_fk" FOREIGN KEY ("successor_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision_reviews" ADD CONSTRAINT "revision_reviews_revision_id_service_item_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."service_item_revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "warning_answers" ADD CONSTRAINT "warning_answers_revision_id_service_item_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."service_item_revisions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "item_files_service_item_id_index" ON "item_files" USING btree ("service_item_id");--> statement-breakpoint
CREATE INDEX "item_retirements_effective_on_index" ON "item_retirements" USING btree ("effective_on");--> statement-breakpoint
CREATE INDEX "item_successors_successor_id_index" ON "item_successors" USING btree ("successor_id");--> statement-breakpoint
CREATE INDEX "link_checks_checked_at_index" ON "link_checks" USING btree ("checked_at");--> statement-breakpoint
CREATE INDEX "revision_reviews_revision_id_id_index" ON "revision_reviews" USING btree ("revision_id","id");--> statement-breakpoint
CREATE INDEX "service_item_revisions_scheduled" ON "service_item_revisions" USING btree ("publish_at") WHERE "service_item_revisions"."publish_at" is not null and "service_item_revisions"."status" = 'draft';--> statement-breakpoint
ALTER TABLE "service_item_revisions" ADD CONSTRAINT "scheduled_is_signed" CHECK (("service_item_revisions"."stage" = 'scheduled') = ("service_item_revisions"."publish_at" is not null) and ("service_item_revisions"."publish_at" is null) = ("service_item_revisions"."scheduled_by" is null) and "service_item_revisions"."scheduled_by" is distinct from "service_item_revisions"."created_by");