CREATE TABLE "enquiries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"account_id" uuid,
	"code_digest" text NOT NULL,
	"about" text,
	"service_item_id" uuid,
	"department_id" uuid,
	"division_code" text,
	"words" text NOT NULL,
	"contact" text,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"answer" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" uuid,
	CONSTRAINT "enquiries_number_unique" UNIQUE("number"),
	CONSTRAINT "enquiries_codeDigest_unique" UNIQUE("code_digest"),
	CONSTRAINT "enquiries_place_whole" CHECK (("enquiries"."department_id" is null) = ("enquiries"."division_code" is null) and ("enquiries"."department_id" is null) = ("enquiries"."service_item_id" is null)),
	CONSTRAINT "enquiries_answered_is_whole" CHECK (("enquiries"."state" = 'open') = ("enquiries"."answered_at" is null) and ("enquiries"."state" = 'open') = ("enquiries"."answer" is null) and ("enquiries"."state" = 'open') = ("enquiries"."answered_by" is null))
);
--> statement-breakpoint
ALTER TABLE "enquiries" ADD CONSTRAINT "enquiries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enquiries" ADD CONSTRAINT "enquiries_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enquiries" ADD CONSTRAINT "enquiries_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enquiries" ADD CONSTRAINT "enquiries_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "enquiries_own" ON "enquiries" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "enquiries_department" ON "enquiries" USING btree ("department_id","state","due_on","id");