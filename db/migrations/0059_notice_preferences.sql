CREATE TABLE "held_messages" (
	"message_id" uuid NOT NULL,
	"by" text NOT NULL,
	"account_id" uuid NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "held_messages_message_id_by_pk" PRIMARY KEY("message_id","by")
);
--> statement-breakpoint
CREATE TABLE "notice_preferences" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"sms" text NOT NULL,
	"mail" text NOT NULL,
	"quiet_from" smallint,
	"quiet_until" smallint,
	"daily" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notice_preferences_quiet" CHECK (("notice_preferences"."quiet_from" is null) = ("notice_preferences"."quiet_until" is null) and "notice_preferences"."quiet_from" between 0 and 23 is not false and "notice_preferences"."quiet_until" between 0 and 23 is not false and "notice_preferences"."quiet_from" <> "notice_preferences"."quiet_until" is not false)
);
--> statement-breakpoint
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD CONSTRAINT "notice_preferences_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "held_messages_due" ON "held_messages" USING btree ("until","account_id");