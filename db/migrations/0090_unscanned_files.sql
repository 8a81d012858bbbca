CREATE TABLE "unscanned_files" (
	"storage_key" text PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "unscanned_files_since" ON "unscanned_files" USING btree ("since");
--> statement-breakpoint
REVOKE ALL ON "unscanned_files" FROM tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT ON "unscanned_files" TO tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "unscanned_files" TO tongban_jobs;
