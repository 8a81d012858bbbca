CREATE TABLE "enrolments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"token_digest" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "enrolments_tokenDigest_unique" UNIQUE("token_digest")
);
--> statement-breakpoint
CREATE TABLE "staff_changes" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid,
	"name" text,
	"sign_in_name" text,
	"role" text,
	"department_id" uuid,
	"division_code" text,
	"valid_from" date,
	"valid_until" date,
	"post_id" uuid,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"at_once" boolean NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"refusal_reason" text,
	CONSTRAINT "staff_changes_four_eyes" CHECK ("staff_changes"."decided_by" is null or "staff_changes"."decided_by" <> "staff_changes"."proposed_by"),
	CONSTRAINT "staff_changes_not_ones_own" CHECK ("staff_changes"."account_id" is null or ("staff_changes"."account_id" <> "staff_changes"."proposed_by" and "staff_changes"."account_id" is distinct from "staff_changes"."decided_by")),
	CONSTRAINT "staff_changes_decided_whole" CHECK (num_nonnulls("staff_changes"."decision", "staff_changes"."decided_by", "staff_changes"."decided_at") in (0, 3)),
	CONSTRAINT "staff_changes_refused_why" CHECK (("staff_changes"."decision" is not distinct from 'refused') = ("staff_changes"."refusal_reason" is not null)),
	CONSTRAINT "staff_changes_done_is_done" CHECK (not ("staff_changes"."at_once" and "staff_changes"."decision" is not distinct from 'refused')),
	CONSTRAINT "staff_changes_account_whole" CHECK (("staff_changes"."kind" = 'openAccount') = (num_nonnulls("staff_changes"."name", "staff_changes"."sign_in_name") = 2)),
	CONSTRAINT "staff_changes_grant_whole" CHECK (("staff_changes"."kind" = 'grantPost') = (num_nonnulls("staff_changes"."role", "staff_changes"."department_id", "staff_changes"."division_code", "staff_changes"."valid_from") = 4)),
	CONSTRAINT "staff_changes_end_whole" CHECK (("staff_changes"."kind" = 'endPost') = ("staff_changes"."post_id" is not null)),
	CONSTRAINT "staff_changes_of_somebody" CHECK ("staff_changes"."account_id" is not null or ("staff_changes"."kind" = 'openAccount' and "staff_changes"."decision" is distinct from 'confirmed'))
);
--> statement-breakpoint
DROP INDEX "staff_posts_account_id_role_department_id_division_code_index";--> statement-breakpoint
ALTER TABLE "staff_posts" ADD COLUMN "change_id" uuid;--> statement-breakpoint
ALTER TABLE "staff_posts" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_post_id_staff_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."staff_posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "enrolments_one_open" ON "enrolments" USING btree ("account_id") WHERE "enrolments"."used_at" is null;--> statement-breakpoint
CREATE INDEX "staff_changes_account_id_index" ON "staff_changes" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "staff_changes_proposed_at_id_index" ON "staff_changes" USING btree ("proposed_at","id");--> statement-breakpoint
CREATE INDEX "staff_changes_open" ON "staff_changes" USING btree ("proposed_at","id") WHERE "staff_changes"."decided_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_changes_one_open_name" ON "staff_changes" USING btree ("sign_in_name") WHERE "staff_changes"."decided_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_changes_one_open_end" ON "staff_changes" USING btree ("post_id") WHERE "staff_changes"."decided_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "staff_changes_one_open_grant" ON "staff_changes" USING btree ("account_id","role","department_id","division_code") WHERE "staff_changes"."decided_at" is null and "staff_changes"."kind" = 'grantPost';--> statement-breakpoint
CREATE UNIQUE INDEX "staff_changes_one_open_account" ON "staff_changes" USING btree ("account_id","kind") WHERE "staff_changes"."decided_at" is null and "staff_changes"."kind" in ('closeAccount','reopenAccount','renewAccess');--> statement-breakpoint
CREATE INDEX "staff_posts_account_id_index" ON "staff_posts" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "staff_posts_department_id_role_index" ON "staff_posts" USING btree ("department_id","role");--> statement-breakpoint
ALTER TABLE "staff_posts" ADD CONSTRAINT "staff_posts_days_in_order" CHECK ("staff_posts"."valid_until" is null or "staff_posts"."valid_until" >= "staff_posts"."valid_from");