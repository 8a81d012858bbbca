CREATE TABLE "answer_counts" (
	"application_id" uuid PRIMARY KEY NOT NULL,
	"service_item_id" uuid NOT NULL,
	"typed" integer NOT NULL,
	"kept" integer NOT NULL,
	"changed" integer NOT NULL,
	"filed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_counts_are_counts" CHECK (least("answer_counts"."typed", "answer_counts"."kept", "answer_counts"."changed") >= 0)
);
--> statement-breakpoint
CREATE TABLE "kept_materials" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid,
	"organisation_id" uuid,
	"kind" text NOT NULL,
	"certificate_type" text,
	"name" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"trust_level" text NOT NULL,
	"verified_by" uuid,
	"verified_at" timestamp (3) with time zone,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"application_id" uuid NOT NULL,
	"valid_until" date,
	"kept_at" timestamp (3) with time zone NOT NULL,
	"kept_by" uuid NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "kept_materials_one_owner" CHECK (num_nonnulls("kept_materials"."account_id", "kept_materials"."organisation_id") = 1),
	CONSTRAINT "kept_materials_compared_by_someone" CHECK (("kept_materials"."trust_level" = 'B') = ("kept_materials"."verified_by" is not null) and ("kept_materials"."verified_by" is null) = ("kept_materials"."verified_at" is null))
);
--> statement-breakpoint
CREATE TABLE "recalled_answers" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"source" text NOT NULL,
	"field_id" text,
	"name" text NOT NULL,
	"on_day" date NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "recalled_answers_field_of_earlier" CHECK (("recalled_answers"."source" = 'earlier') = ("recalled_answers"."field_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "files" DROP CONSTRAINT "files_storageKey_unique";--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "reused_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "answer_counts" ADD CONSTRAINT "answer_counts_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_counts" ADD CONSTRAINT "answer_counts_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_materials" ADD CONSTRAINT "kept_materials_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_materials" ADD CONSTRAINT "kept_materials_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_materials" ADD CONSTRAINT "kept_materials_verified_by_accounts_id_fk" FOREIGN KEY ("verified_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_materials" ADD CONSTRAINT "kept_materials_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_materials" ADD CONSTRAINT "kept_materials_kept_by_accounts_id_fk" FOREIGN KEY ("kept_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recalled_answers" ADD CONSTRAINT "recalled_answers_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_counts_of_item" ON "answer_counts" USING btree ("service_item_id","filed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "kept_materials_once" ON "kept_materials" USING btree (coalesce("organisation_id", "account_id"),"sha256","kind");--> statement-breakpoint
CREATE INDEX "kept_materials_of_file" ON "kept_materials" USING btree ("storage_key");--> statement-breakpoint
CREATE INDEX "kept_materials_used" ON "kept_materials" USING btree ("used_at");--> statement-breakpoint
CREATE UNIQUE INDEX "recalled_answers_once" ON "recalled_answers" USING btree ("application_id","source",coalesce("field_id", ''));--> statement-breakpoint
CREATE INDEX "files_of_storage" ON "files" USING btree ("storage_key");