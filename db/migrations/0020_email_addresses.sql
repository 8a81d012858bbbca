ALTER TABLE "one_time_codes" ALTER COLUMN "phone" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "mailed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "one_time_codes" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "one_time_codes" ADD CONSTRAINT "sent_to_one" CHECK (("one_time_codes"."email" is not null) = ("one_time_codes"."channel" = 'mail') and ("one_time_codes"."phone" is null) = ("one_time_codes"."channel" = 'mail'));