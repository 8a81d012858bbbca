CREATE TABLE "application_certificates" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"field_id" text NOT NULL,
	"certificate_id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"identifier" text NOT NULL,
	"issuer" text NOT NULL,
	"version" text NOT NULL,
	"issued_on" date NOT NULL,
	"valid_until" date,
	"record_digest" text NOT NULL,
	"attached_at" timestamp (3) with time zone NOT NULL,
	"attached_by" uuid NOT NULL,
	"status" text NOT NULL,
	"signature" text NOT NULL,
	"granted" boolean DEFAULT true NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"checked_for" text NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"kept" boolean DEFAULT false NOT NULL,
	CONSTRAINT "application_certificates_kept_is_removed" CHECK (not "application_certificates"."kept" or "application_certificates"."removed_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "material_savings" (
	"application_id" uuid PRIMARY KEY NOT NULL,
	"service_item_id" uuid NOT NULL,
	"needed" integer NOT NULL,
	"saved" integer NOT NULL,
	"filed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "material_savings_part_of_whole" CHECK ("material_savings"."saved" between 0 and "material_savings"."needed")
);
--> statement-breakpoint
ALTER TABLE "application_certificates" ADD CONSTRAINT "application_certificates_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_certificates" ADD CONSTRAINT "application_certificates_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_certificates" ADD CONSTRAINT "application_certificates_grant_id_usage_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."usage_grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_certificates" ADD CONSTRAINT "application_certificates_attached_by_accounts_id_fk" FOREIGN KEY ("attached_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "material_savings" ADD CONSTRAINT "material_savings_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "material_savings" ADD CONSTRAINT "material_savings_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "application_certificates_once" ON "application_certificates" USING btree ("application_id","field_id","certificate_id") WHERE "application_certificates"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "application_certificates_of_case" ON "application_certificates" USING btree ("application_id","id");--> statement-breakpoint
CREATE INDEX "material_savings_of_item" ON "material_savings" USING btree ("service_item_id","filed_at","needed","saved");