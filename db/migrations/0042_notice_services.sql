CREATE TABLE "notice_services" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"notice_id" uuid NOT NULL,
	"way" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"account_id" uuid NOT NULL,
	"account_name" text NOT NULL,
	"received_by" text,
	CONSTRAINT "notice_services_signed_at_the_counter" CHECK (("notice_services"."way" = 'counter') = ("notice_services"."received_by" is not null))
);
--> statement-breakpoint
ALTER TABLE "notice_services" ADD CONSTRAINT "notice_services_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_services" ADD CONSTRAINT "notice_services_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notice_services_once" ON "notice_services" USING btree ("notice_id","way");--> statement-breakpoint
CREATE TRIGGER notice_services_append_only BEFORE UPDATE OR DELETE ON "notice_services" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER notice_services_no_truncate BEFORE TRUNCATE ON "notice_services" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
