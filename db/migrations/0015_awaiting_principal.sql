ALTER TABLE "applications" ADD COLUMN "awaiting_principal_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "awaiting_principal_by" uuid;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "principal_word" text;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_awaiting_principal_by_accounts_id_fk" FOREIGN KEY ("awaiting_principal_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "awaiting_principal_is_editable" CHECK ("applications"."awaiting_principal_since" is null or "applications"."status" in ('draft','correction'));--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "awaiting_principal_by_someone" CHECK (("applications"."awaiting_principal_since" is null) = ("applications"."awaiting_principal_by" is null));