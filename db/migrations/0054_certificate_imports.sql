CREATE TABLE "certificate_import_rows" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"plan" text NOT NULL,
	"document" text,
	"problems" jsonb NOT NULL,
	"outcome" text,
	"certificate_id" uuid
);
--> statement-breakpoint
CREATE TABLE "certificate_imports" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"type_id" text NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"status" text NOT NULL,
	"title" text NOT NULL,
	"file_key" text,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_by" uuid,
	"confirmed_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "certificate_imports_four_eyes" CHECK ("certificate_imports"."confirmed_by" is null or "certificate_imports"."confirmed_by" <> "certificate_imports"."created_by")
);
--> statement-breakpoint
CREATE TABLE "imported_certificates" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"certificate_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"identity" text NOT NULL,
	"identity_index" text NOT NULL,
	CONSTRAINT "imported_certificates_certificateId_unique" UNIQUE("certificate_id"),
	CONSTRAINT "imported_certificates_identityIndex_unique" UNIQUE("identity_index")
);
--> statement-breakpoint
ALTER TABLE "certificate_import_rows" ADD CONSTRAINT "certificate_import_rows_import_id_certificate_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."certificate_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_import_rows" ADD CONSTRAINT "certificate_import_rows_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_imports" ADD CONSTRAINT "certificate_imports_type_id_certificate_types_id_fk" FOREIGN KEY ("type_id") REFERENCES "public"."certificate_types"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_imports" ADD CONSTRAINT "certificate_imports_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_certificates" ADD CONSTRAINT "imported_certificates_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_import_rows_import_id_line_index" ON "certificate_import_rows" USING btree ("import_id","line");--> statement-breakpoint
CREATE INDEX "certificate_import_rows_plan" ON "certificate_import_rows" USING btree ("import_id","plan","line");--> statement-breakpoint
CREATE INDEX "certificate_import_rows_waiting" ON "certificate_import_rows" USING btree ("import_id","line") WHERE "certificate_import_rows"."outcome" is null and "certificate_import_rows"."plan" = 'make';--> statement-breakpoint
CREATE INDEX "certificate_imports_of_department" ON "certificate_imports" USING btree ("department_id","division_code","id");