CREATE TABLE "proposals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"content" jsonb NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"outcome" text,
	"reason" text,
	CONSTRAINT "proposals_four_eyes" CHECK ("proposals"."outcome" is null or ("proposals"."outcome" = 'withdrawn') = ("proposals"."decided_by" = "proposals"."proposed_by")),
	CONSTRAINT "proposals_decided_whole" CHECK (num_nonnulls("proposals"."decided_by", "proposals"."decided_at", "proposals"."outcome") in (0, 3)),
	CONSTRAINT "proposals_refused_why" CHECK ("proposals"."outcome" is distinct from 'refused' or "proposals"."reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "service_windows" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"content" jsonb NOT NULL,
	"serves" uuid[] NOT NULL,
	"item_codes" text[] NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"closed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "hot_words" (
	"word" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_counts" (
	"day" date NOT NULL,
	"word" text NOT NULL,
	"searches" integer NOT NULL,
	"people" integer NOT NULL,
	"empty" integer NOT NULL,
	CONSTRAINT "search_counts_day_word_pk" PRIMARY KEY("day","word")
);
--> statement-breakpoint
CREATE TABLE "search_seen" (
	"week" date NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "search_seen_week_digest_pk" PRIMARY KEY("week","digest")
);
--> statement-breakpoint
CREATE TABLE "search_themes" (
	"theme" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"home" text,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "texts" (
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"written_by" uuid NOT NULL,
	"published_by" uuid NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "texts_kind_version_pk" PRIMARY KEY("kind","version"),
	CONSTRAINT "texts_after_the_first" CHECK ("texts"."version" > 1),
	CONSTRAINT "texts_four_eyes" CHECK ("texts"."written_by" <> "texts"."published_by")
);
--> statement-breakpoint
ALTER TABLE "departments" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "departments" ADD COLUMN "closed_on" date;--> statement-breakpoint
ALTER TABLE "departments" ADD COLUMN "successor_id" uuid;--> statement-breakpoint
ALTER TABLE "departments" ADD COLUMN "version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "divisions" ADD COLUMN "closed_on" date;--> statement-breakpoint
ALTER TABLE "divisions" ADD COLUMN "successor_code" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "text_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "text_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "service_windows" ADD CONSTRAINT "service_windows_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_windows" ADD CONSTRAINT "service_windows_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "proposals_kind_decided_at_index" ON "proposals" USING btree ("kind","decided_at");--> statement-breakpoint
CREATE INDEX "proposals_history" ON "proposals" USING btree ("subject","id");--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_one_open" ON "proposals" USING btree ("subject") WHERE "proposals"."decided_at" is null;--> statement-breakpoint
CREATE INDEX "service_windows_department_id_index" ON "service_windows" USING btree ("department_id");--> statement-breakpoint
CREATE INDEX "service_windows_serves" ON "service_windows" USING gin ("serves");--> statement-breakpoint
CREATE INDEX "service_windows_division_code_index" ON "service_windows" USING btree ("division_code");--> statement-breakpoint
CREATE INDEX "departments_list" ON "departments" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "divisions_successor_code_index" ON "divisions" USING btree ("successor_code");--> statement-breakpoint
ALTER TABLE "divisions" ADD CONSTRAINT "divisions_succeeded_when_closed" CHECK ("divisions"."successor_code" is null or ("divisions"."closed_on" is not null and "divisions"."successor_code" <> "divisions"."code"));--> statement-breakpoint
-- What was proposed stays as it was written, and is decided once.
CREATE FUNCTION keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL
     OR ROW(NEW.kind, NEW.subject, NEW.content, NEW.proposed_by, NEW.proposed_at) IS DISTINCT FROM ROW(OLD.kind, OLD.subject, OLD.content, OLD.proposed_by, OLD.proposed_at) THEN
    RAISE EXCEPTION 'a proposal is decided once and kept' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER proposals_kept BEFORE UPDATE OR DELETE ON proposals FOR EACH ROW EXECUTE FUNCTION keep_proposal();--> statement-breakpoint
CREATE TRIGGER texts_append_only BEFORE UPDATE OR DELETE ON texts FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER texts_no_truncate BEFORE TRUNCATE ON texts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- A closed department or division takes nothing new; what it has stays.
CREATE FUNCTION refuse_closed_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM departments WHERE id = NEW.department_id AND closed_on IS NOT NULL)
     OR EXISTS (SELECT 1 FROM divisions WHERE code = NEW.division_code AND closed_on IS NOT NULL) THEN
    RAISE EXCEPTION 'the department or division is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'place_is_open';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER service_items_place_is_open BEFORE INSERT OR UPDATE OF department_id, division_code ON service_items FOR EACH ROW EXECUTE FUNCTION refuse_closed_place();--> statement-breakpoint
CREATE TRIGGER staff_posts_place_is_open BEFORE INSERT OR UPDATE OF department_id, division_code ON staff_posts FOR EACH ROW EXECUTE FUNCTION refuse_closed_place();--> statement-breakpoint
CREATE TRIGGER service_windows_place_is_open BEFORE INSERT OR UPDATE OF department_id, division_code ON service_windows FOR EACH ROW EXECUTE FUNCTION refuse_closed_place();
