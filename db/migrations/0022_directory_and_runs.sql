CREATE TABLE "directory_editions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"directory_item_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"elements" jsonb NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"editors" uuid[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "directory_editions_four_eyes" CHECK ("directory_editions"."published_by" is null or not ("directory_editions"."published_by" = any("directory_editions"."editors"))),
	CONSTRAINT "directory_editions_signed" CHECK ("directory_editions"."status" = 'draft' or "directory_editions"."published_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "directory_items" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"basic_code" text NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"current_edition_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "directory_items_basicCode_unique" UNIQUE("basic_code")
);
--> statement-breakpoint
CREATE TABLE "item_run_rows" (
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"plan" text NOT NULL,
	"document" jsonb,
	"changes" jsonb NOT NULL,
	"problems" jsonb NOT NULL,
	"item_id" uuid,
	"draft_id" uuid,
	"draft_version" integer,
	"outcome" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "item_run_rows_run_id_position_pk" PRIMARY KEY("run_id","position")
);
--> statement-breakpoint
CREATE TABLE "item_runs" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"created_by" uuid NOT NULL,
	"title" text NOT NULL,
	"subject_id" uuid,
	"file_key" text,
	"read" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"done" integer DEFAULT 0 NOT NULL,
	"problem" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "directory_editions" ADD CONSTRAINT "directory_editions_directory_item_id_directory_items_id_fk" FOREIGN KEY ("directory_item_id") REFERENCES "public"."directory_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directory_items" ADD CONSTRAINT "directory_items_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directory_items" ADD CONSTRAINT "directory_items_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_run_rows" ADD CONSTRAINT "item_run_rows_run_id_item_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."item_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "directory_editions_directory_item_id_number_index" ON "directory_editions" USING btree ("directory_item_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "directory_editions_one_draft" ON "directory_editions" USING btree ("directory_item_id") WHERE "directory_editions"."status" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "directory_editions_one_published" ON "directory_editions" USING btree ("directory_item_id") WHERE "directory_editions"."status" = 'published';--> statement-breakpoint
CREATE INDEX "directory_items_department_id_index" ON "directory_items" USING btree ("department_id");--> statement-breakpoint
CREATE INDEX "item_run_rows_plan" ON "item_run_rows" USING btree ("run_id","plan","position");--> statement-breakpoint
CREATE INDEX "item_run_rows_waiting" ON "item_run_rows" USING btree ("run_id","position") WHERE "item_run_rows"."outcome" is null and "item_run_rows"."plan" in ('create', 'revise');--> statement-breakpoint
CREATE INDEX "item_runs_created_by_id_index" ON "item_runs" USING btree ("created_by","id");--> statement-breakpoint
CREATE INDEX "service_items_basic_code_index" ON "service_items" USING btree ("basic_code");--> statement-breakpoint
-- A published edition of the directory never changes; only its status may move on to superseded.
CREATE FUNCTION keep_directory_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (TG_OP = 'DELETE' OR NEW.status = 'draft' OR NEW.elements IS DISTINCT FROM OLD.elements OR NEW.number <> OLD.number
     OR NEW.directory_item_id <> OLD.directory_item_id OR NEW.editors <> OLD.editors OR NEW.published_by IS DISTINCT FROM OLD.published_by) THEN
    RAISE EXCEPTION 'a published edition never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;--> statement-breakpoint
CREATE TRIGGER directory_editions_kept BEFORE UPDATE OR DELETE ON directory_editions FOR EACH ROW EXECUTE FUNCTION keep_directory_edition();
