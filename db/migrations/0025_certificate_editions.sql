CREATE TABLE "certificate_layouts" (
	"digest" text PRIMARY KEY NOT NULL,
	"layout" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_type_editions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"type_id" text NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "certificate_type_editions_four_eyes" CHECK ("certificate_type_editions"."published_by" is null or "certificate_type_editions"."published_by" <> "certificate_type_editions"."created_by"),
	CONSTRAINT "certificate_type_editions_signed" CHECK (("certificate_type_editions"."status" = 'draft') = ("certificate_type_editions"."published_by" is null))
);
--> statement-breakpoint
ALTER TABLE "certificate_types" ALTER COLUMN "holder_kinds" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_types" ALTER COLUMN "aliases" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_types" ALTER COLUMN "source" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_types" ADD COLUMN "current_edition_id" uuid;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "type_edition_id" uuid;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "layout_digest" text;--> statement-breakpoint
ALTER TABLE "certificate_type_editions" ADD CONSTRAINT "certificate_type_editions_type_id_certificate_types_id_fk" FOREIGN KEY ("type_id") REFERENCES "public"."certificate_types"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_type_editions_type_id_number_index" ON "certificate_type_editions" USING btree ("type_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_type_editions_one_draft" ON "certificate_type_editions" USING btree ("type_id") WHERE "certificate_type_editions"."status" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_type_editions_one_published" ON "certificate_type_editions" USING btree ("type_id") WHERE "certificate_type_editions"."status" = 'published';--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_type_edition_id_certificate_type_editions_id_fk" FOREIGN KEY ("type_edition_id") REFERENCES "public"."certificate_type_editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_layout_digest_certificate_layouts_digest_fk" FOREIGN KEY ("layout_digest") REFERENCES "public"."certificate_layouts"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- A published edition never changes; only its status may move on to superseded.
CREATE FUNCTION keep_certificate_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draft' THEN RAISE EXCEPTION 'a published edition is kept' USING ERRCODE = 'insufficient_privilege'; END IF;
    RETURN OLD;
  END IF;
  IF OLD.status <> 'draft' AND (NEW.content IS DISTINCT FROM OLD.content OR NEW.number <> OLD.number OR NEW.type_id <> OLD.type_id
     OR NEW.created_by <> OLD.created_by OR NEW.published_by IS DISTINCT FROM OLD.published_by OR NEW.status = 'draft') THEN
    RAISE EXCEPTION 'a published edition never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER certificate_type_editions_kept BEFORE UPDATE OR DELETE ON certificate_type_editions FOR EACH ROW EXECUTE FUNCTION keep_certificate_edition();--> statement-breakpoint
CREATE TRIGGER certificate_layouts_append_only BEFORE UPDATE OR DELETE ON certificate_layouts FOR EACH ROW EXECUTE FUNCTION refuse_change();
