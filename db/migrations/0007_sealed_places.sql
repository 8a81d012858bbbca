CREATE TABLE "key_rotations" (
	"kid" text NOT NULL,
	"table_name" text NOT NULL,
	"position" uuid,
	"rows" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "key_rotations_kid_table_name_pk" PRIMARY KEY("kid","table_name")
);
--> statement-breakpoint
CREATE TABLE "data_accesses" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"on_day" date NOT NULL,
	"actor_id" uuid NOT NULL,
	"actor_role" text NOT NULL,
	"department_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"fields" text[] NOT NULL,
	"reason" text,
	"application_id" uuid,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"number" text NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"wish" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"filed_at" timestamp (3) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"answer" text,
	"ground" text,
	"answered_at" timestamp (3) with time zone,
	"answered_by" uuid,
	CONSTRAINT "data_requests_number_unique" UNIQUE("number"),
	CONSTRAINT "answered_is_whole" CHECK (("data_requests"."state" = 'open') = ("data_requests"."answered_at" is null) and ("data_requests"."state" = 'open') = ("data_requests"."answer" is null)),
	CONSTRAINT "refusal_has_ground" CHECK (("data_requests"."state" = 'refused') = ("data_requests"."ground" is not null))
);
--> statement-breakpoint
ALTER TABLE "corrections" ALTER COLUMN "answer_digests" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ALTER COLUMN "answer" SET DATA TYPE text USING "answer" #>> '{}';--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "query_code" text;--> statement-breakpoint
ALTER TABLE "data_accesses" ADD CONSTRAINT "data_accesses_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_accesses" ADD CONSTRAINT "data_accesses_subject_id_accounts_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_accesses" ADD CONSTRAINT "data_accesses_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_requests" ADD CONSTRAINT "data_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "data_accesses_subject" ON "data_accesses" USING btree ("subject_id","id");--> statement-breakpoint
CREATE INDEX "data_accesses_actor" ON "data_accesses" USING btree ("actor_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "data_accesses_open_daily" ON "data_accesses" USING btree ("actor_id","application_id","on_day") WHERE "data_accesses"."kind" = 'open';--> statement-breakpoint
CREATE INDEX "data_requests_own" ON "data_requests" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "data_requests_waiting" ON "data_requests" USING btree ("due_on","id") WHERE "data_requests"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "data_requests_one_open" ON "data_requests" USING btree ("account_id","kind","subject") WHERE "data_requests"."state" = 'open';--> statement-breakpoint
ALTER TABLE "applications" DROP COLUMN "query_code_hmac";--> statement-breakpoint
CREATE TRIGGER data_accesses_append_only BEFORE UPDATE OR DELETE ON data_accesses FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER data_accesses_no_truncate BEFORE TRUNCATE ON data_accesses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
