CREATE TABLE "act_proposals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"action" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_by_name" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"outcome" text,
	"answer" text,
	CONSTRAINT "act_proposals_four_eyes" CHECK ("act_proposals"."decided_by" is null or "act_proposals"."decided_by" <> "act_proposals"."proposed_by"),
	CONSTRAINT "act_proposals_decided_whole" CHECK (("act_proposals"."outcome" is null) = ("act_proposals"."decided_at" is null)),
	CONSTRAINT "act_proposals_decided_by_someone" CHECK ("act_proposals"."outcome" is null or "act_proposals"."outcome" = 'overtaken' or "act_proposals"."decided_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "application_transfers" (
	"from_application_id" uuid PRIMARY KEY NOT NULL,
	"to_application_id" uuid NOT NULL,
	"transferred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "application_transfers_toApplicationId_unique" UNIQUE("to_application_id"),
	CONSTRAINT "application_transfers_elsewhere" CHECK ("application_transfers"."from_application_id" <> "application_transfers"."to_application_id")
);
--> statement-breakpoint
CREATE TABLE "tolerated_materials" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"field_id" text NOT NULL,
	"name" text NOT NULL,
	"promised_at" timestamp (3) with time zone NOT NULL,
	"promised_by" uuid NOT NULL,
	"due_on" date,
	"supplied_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"confirmed_by" uuid,
	"returned_reason" text,
	CONSTRAINT "tolerated_materials_confirmed_once_supplied" CHECK ("tolerated_materials"."confirmed_at" is null or "tolerated_materials"."supplied_at" is not null),
	CONSTRAINT "tolerated_materials_confirmed_by_someone" CHECK (("tolerated_materials"."confirmed_at" is null) = ("tolerated_materials"."confirmed_by" is null))
);
--> statement-breakpoint
ALTER TABLE "act_proposals" ADD CONSTRAINT "act_proposals_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_proposals" ADD CONSTRAINT "act_proposals_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_proposals" ADD CONSTRAINT "act_proposals_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_transfers" ADD CONSTRAINT "application_transfers_from_application_id_applications_id_fk" FOREIGN KEY ("from_application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_transfers" ADD CONSTRAINT "application_transfers_to_application_id_applications_id_fk" FOREIGN KEY ("to_application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tolerated_materials" ADD CONSTRAINT "tolerated_materials_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tolerated_materials" ADD CONSTRAINT "tolerated_materials_promised_by_accounts_id_fk" FOREIGN KEY ("promised_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "act_proposals_one_open" ON "act_proposals" USING btree ("application_id","action") WHERE "act_proposals"."outcome" is null;--> statement-breakpoint
CREATE INDEX "act_proposals_case" ON "act_proposals" USING btree ("application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tolerated_materials_field" ON "tolerated_materials" USING btree ("application_id","field_id");--> statement-breakpoint
CREATE INDEX "tolerated_materials_due" ON "tolerated_materials" USING btree ("due_on") WHERE "tolerated_materials"."supplied_at" is null and "tolerated_materials"."due_on" is not null;