CREATE TABLE "revision_saves" (
	"revision_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "revision_saves_revision_id_version_pk" PRIMARY KEY("revision_id","version")
);
--> statement-breakpoint
ALTER TABLE "revision_saves" ADD CONSTRAINT "revision_saves_revision_id_service_item_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."service_item_revisions"("id") ON DELETE cascade ON UPDATE no action;