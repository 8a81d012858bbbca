ALTER TABLE "archives" DROP CONSTRAINT "archives_applicationId_unique";--> statement-breakpoint
ALTER TABLE "archives" ADD COLUMN "supersedes_id" uuid;--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_supersedes_id_archives_id_fk" FOREIGN KEY ("supersedes_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "archives_first" ON "archives" USING btree ("application_id") WHERE "archives"."supersedes_id" is null;--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_supersedesId_unique" UNIQUE("supersedes_id");