CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TABLE "application_events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"action" text NOT NULL,
	"from_status" text NOT NULL,
	"to_status" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"actor_role" text NOT NULL,
	"on_behalf_of" text,
	"reason" text,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"idempotency_key" uuid
);
--> statement-breakpoint
CREATE TABLE "application_steps" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	"status" text NOT NULL,
	"opinion" text,
	"completed_by" uuid,
	"completed_by_name" text,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"number" text NOT NULL,
	"query_code_hmac" text,
	"service_item_id" uuid NOT NULL,
	"revision_id" uuid NOT NULL,
	"applicant_account_id" uuid NOT NULL,
	"organisation_id" uuid,
	"applicant_name" text NOT NULL,
	"item_name" text NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"status" text NOT NULL,
	"outcome" text,
	"answers" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"claimed_by" uuid,
	"claimed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone,
	"take_back_until" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"accepted_by" uuid,
	"deemed_accepted" boolean DEFAULT false NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" uuid,
	"closed_at" timestamp (3) with time zone,
	"separate_decider" boolean DEFAULT true NOT NULL,
	"suspended_from" text,
	"extension_days" integer DEFAULT 0 NOT NULL,
	"notice_due_on" date,
	"correction_due_on" date,
	"promised_due_on" date,
	"statutory_due_on" date,
	"due_on" date,
	"due_provisional" boolean DEFAULT false NOT NULL,
	"lapse_proposed_at" timestamp (3) with time zone,
	CONSTRAINT "applications_number_unique" UNIQUE("number"),
	CONSTRAINT "outcome_is_decided" CHECK (("applications"."outcome" is null) = ("applications"."decided_at" is null)),
	CONSTRAINT "draft_is_unreceived" CHECK ("applications"."status" = 'draft' or "applications"."received_at" is not null),
	CONSTRAINT "accepter_does_not_decide" CHECK (not "applications"."separate_decider" or "applications"."accepted_by" is null or "applications"."decided_by" is null or "applications"."accepted_by" <> "applications"."decided_by")
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"items" jsonb NOT NULL,
	"note" text,
	"due_on" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"owner_account_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"field_id" text NOT NULL,
	"name" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "files_storageKey_unique" UNIQUE("storage_key"),
	CONSTRAINT "size_positive" CHECK ("files"."size" > 0)
);
--> statement-breakpoint
CREATE TABLE "number_sequences" (
	"scope" text PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suspensions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"procedure" text NOT NULL,
	"reason" text NOT NULL,
	"start_on" date NOT NULL,
	"planned_end_on" date NOT NULL,
	"end_on" date
);
--> statement-breakpoint
CREATE TABLE "certificate_types" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"issuer_text" text,
	"holder_kinds" text[] NOT NULL,
	"validity_text" text,
	"basis" text,
	"aliases" text[] NOT NULL,
	"source" jsonb NOT NULL,
	CONSTRAINT "certificate_types_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"identifier" text NOT NULL,
	"type_id" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"name" text NOT NULL,
	"holder_account_id" uuid NOT NULL,
	"holder_organisation_id" uuid,
	"application_id" uuid NOT NULL,
	"issuer_department_id" uuid NOT NULL,
	"record" text NOT NULL,
	"record_digest" text NOT NULL,
	"jws" text,
	"pdf_key" text,
	"pdf_sha256" text,
	"issued_on" date NOT NULL,
	"valid_until" date,
	"created_at" timestamp (3) with time zone NOT NULL,
	"signed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	CONSTRAINT "certificates_identifier_unique" UNIQUE("identifier"),
	CONSTRAINT "certificates_applicationId_unique" UNIQUE("application_id"),
	CONSTRAINT "signed_is_whole" CHECK (("certificates"."signed_at" is null) = ("certificates"."jws" is null) and ("certificates"."signed_at" is null) = ("certificates"."pdf_key" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" uuid,
	"actor_kind" text NOT NULL,
	"on_behalf_of" uuid,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"key" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"body_hash" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"topic" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"relayed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "seed_marks" (
	"name" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"rows" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"runs" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"is_workday" boolean NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_years" (
	"year" integer PRIMARY KEY NOT NULL,
	"source" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"uscc" text NOT NULL,
	"name" text NOT NULL,
	"level" text NOT NULL,
	"division_code" text NOT NULL,
	"address" text,
	"phone" text,
	CONSTRAINT "departments_uscc_unique" UNIQUE("uscc")
);
--> statement-breakpoint
CREATE TABLE "divisions" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"level" text NOT NULL,
	"parent_code" text
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sign_in_name" text,
	"phone" text,
	"phone_index" text,
	"citizen_id" text,
	"citizen_id_index" text,
	"address" text,
	"birth_on" date,
	"sex" text,
	"division_code" text,
	"password_hash" text,
	"totp_secret" text,
	"assurance_level" text NOT NULL,
	"preferences" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "accounts_signInName_unique" UNIQUE("sign_in_name"),
	CONSTRAINT "accounts_phoneIndex_unique" UNIQUE("phone_index"),
	CONSTRAINT "accounts_citizenIdIndex_unique" UNIQUE("citizen_id_index")
);
--> statement-breakpoint
CREATE TABLE "pending_sign_ins" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"id_hash" text NOT NULL,
	"account_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "pending_sign_ins_idHash_unique" UNIQUE("id_hash")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer NOT NULL,
	CONSTRAINT "attempts_positive" CHECK ("rate_limits"."attempts" > 0)
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"id_hash" text NOT NULL,
	"account_id" uuid NOT NULL,
	"acting_for_organisation_id" uuid,
	"factors" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"user_agent" text,
	CONSTRAINT "sessions_idHash_unique" UNIQUE("id_hash")
);
--> statement-breakpoint
CREATE TABLE "staff_posts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date
);
--> statement-breakpoint
CREATE TABLE "used_totp_steps" (
	"account_id" uuid NOT NULL,
	"step" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "item_search" (
	"service_item_id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"summary" text NOT NULL,
	"department_id" uuid NOT NULL,
	"department_name" text NOT NULL,
	"division_code" text NOT NULL,
	"audience" text[] NOT NULL,
	"themes" text[] NOT NULL,
	"online_depth" text,
	"promised_text" text,
	"handling" text NOT NULL,
	"tokens" "tsvector" NOT NULL,
	"pinyin" text NOT NULL,
	"initials" text NOT NULL,
	"rank" integer DEFAULT 0 NOT NULL,
	"documented" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_item_revisions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"service_item_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "four_eyes" CHECK ("service_item_revisions"."published_by" is null or "service_item_revisions"."published_by" <> "service_item_revisions"."created_by"),
	CONSTRAINT "published_is_signed" CHECK ("service_item_revisions"."status" = 'draft' or "service_item_revisions"."published_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "service_items" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"code" text NOT NULL,
	"basic_code" text NOT NULL,
	"source_id" text,
	"department_id" uuid NOT NULL,
	"division_code" text NOT NULL,
	"status" text NOT NULL,
	"current_revision_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "service_items_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"account_id" uuid NOT NULL,
	"application_id" uuid,
	"template" text NOT NULL,
	"params" jsonb NOT NULL,
	"dedupe_key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "messages_dedupeKey_unique" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"number" text NOT NULL,
	"event_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"issued_on" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"pdf_key" text,
	"pdf_sha256" text,
	CONSTRAINT "notices_number_unique" UNIQUE("number"),
	CONSTRAINT "sealed_is_whole" CHECK (("notices"."pdf_key" is null) = ("notices"."pdf_sha256" is null))
);
--> statement-breakpoint
CREATE TABLE "organisation_members" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"uscc" text NOT NULL,
	"name" text NOT NULL,
	"legal_representative" text NOT NULL,
	"address" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organisations_uscc_unique" UNIQUE("uscc")
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"application_id" uuid NOT NULL,
	"level" text NOT NULL,
	"reasons" text[] NOT NULL,
	"comment" text,
	"anonymous" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ratings_applicationId_unique" UNIQUE("application_id")
);
--> statement-breakpoint
ALTER TABLE "application_events" ADD CONSTRAINT "application_events_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_steps" ADD CONSTRAINT "application_steps_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_revision_id_service_item_revisions_id_fk" FOREIGN KEY ("revision_id") REFERENCES "public"."service_item_revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_applicant_account_id_accounts_id_fk" FOREIGN KEY ("applicant_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_claimed_by_accounts_id_fk" FOREIGN KEY ("claimed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_owner_account_id_accounts_id_fk" FOREIGN KEY ("owner_account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspensions" ADD CONSTRAINT "suspensions_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_type_id_certificate_types_id_fk" FOREIGN KEY ("type_id") REFERENCES "public"."certificate_types"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departments" ADD CONSTRAINT "departments_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_sign_ins" ADD CONSTRAINT "pending_sign_ins_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_posts" ADD CONSTRAINT "staff_posts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_posts" ADD CONSTRAINT "staff_posts_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_posts" ADD CONSTRAINT "staff_posts_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "used_totp_steps" ADD CONSTRAINT "used_totp_steps_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_search" ADD CONSTRAINT "item_search_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_item_revisions" ADD CONSTRAINT "service_item_revisions_service_item_id_service_items_id_fk" FOREIGN KEY ("service_item_id") REFERENCES "public"."service_items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_items" ADD CONSTRAINT "service_items_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_items" ADD CONSTRAINT "service_items_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_event_id_application_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."application_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_members" ADD CONSTRAINT "organisation_members_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_members" ADD CONSTRAINT "organisation_members_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "application_events_sequence" ON "application_events" USING btree ("application_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "application_events_idempotency" ON "application_events" USING btree ("application_id","idempotency_key") WHERE "application_events"."idempotency_key" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "application_events_one_decision" ON "application_events" USING btree ("application_id") WHERE "application_events"."action" in ('approve','reject');--> statement-breakpoint
CREATE UNIQUE INDEX "application_steps_key" ON "application_steps" USING btree ("application_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "application_steps_one_active" ON "application_steps" USING btree ("application_id") WHERE "application_steps"."status" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "applications_one_draft" ON "applications" USING btree ("applicant_account_id","service_item_id",coalesce("organisation_id", '00000000-0000-0000-0000-000000000000'::uuid)) WHERE "applications"."status" = 'draft';--> statement-breakpoint
CREATE INDEX "applications_queue" ON "applications" USING btree ("department_id","division_code","due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','delivering');--> statement-breakpoint
CREATE INDEX "applications_own" ON "applications" USING btree ("applicant_account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "applications_organisation" ON "applications" USING btree ("organisation_id","created_at","id") WHERE "applications"."organisation_id" is not null;--> statement-breakpoint
CREATE INDEX "applications_notice_clock" ON "applications" USING btree ("notice_due_on") WHERE "applications"."status" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_correction_clock" ON "applications" USING btree ("correction_due_on") WHERE "applications"."status" = 'correction' and "applications"."lapse_proposed_at" is null;--> statement-breakpoint
CREATE INDEX "applications_revision" ON "applications" USING btree ("revision_id");--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_position" ON "corrections" USING btree ("application_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_one_open" ON "corrections" USING btree ("application_id") WHERE "corrections"."answered_at" is null;--> statement-breakpoint
CREATE INDEX "files_application_id_field_id_index" ON "files" USING btree ("application_id","field_id");--> statement-breakpoint
CREATE INDEX "suspensions_application_id_index" ON "suspensions" USING btree ("application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "suspensions_one_open" ON "suspensions" USING btree ("application_id") WHERE "suspensions"."end_on" is null;--> statement-breakpoint
CREATE INDEX "certificates_holder_account_id_created_at_index" ON "certificates" USING btree ("holder_account_id","created_at");--> statement-breakpoint
CREATE INDEX "certificates_holder_organisation_id_created_at_index" ON "certificates" USING btree ("holder_organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "certificates_pdf_sha256" ON "certificates" USING btree ("pdf_sha256") WHERE "certificates"."pdf_sha256" is not null;--> statement-breakpoint
CREATE INDEX "certificates_unsigned" ON "certificates" USING btree ("created_at") WHERE "certificates"."signed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_record_digest" ON "certificates" USING btree ("record_digest");--> statement-breakpoint
CREATE INDEX "audit_log_subject_type_subject_id_index" ON "audit_log" USING btree ("subject_type","subject_id");--> statement-breakpoint
CREATE INDEX "audit_log_at_index" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_log_actor_id_at_index" ON "audit_log" USING btree ("actor_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "idempotency_keys_once" ON "idempotency_keys" USING btree ("account_id","key");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at_index" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("id") WHERE "outbox"."relayed_at" is null;--> statement-breakpoint
CREATE INDEX "departments_division_code_name_index" ON "departments" USING btree ("division_code","name");--> statement-breakpoint
CREATE INDEX "divisions_parent_code_index" ON "divisions" USING btree ("parent_code");--> statement-breakpoint
CREATE INDEX "rate_limits_window_ends_at_index" ON "rate_limits" USING btree ("window_ends_at");--> statement-breakpoint
CREATE INDEX "sessions_account_id_index" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_posts_account_id_role_department_id_division_code_index" ON "staff_posts" USING btree ("account_id","role","department_id","division_code");--> statement-breakpoint
CREATE UNIQUE INDEX "used_totp_steps_once" ON "used_totp_steps" USING btree ("account_id","step");--> statement-breakpoint
CREATE INDEX "item_search_tokens" ON "item_search" USING gin ("tokens");--> statement-breakpoint
CREATE INDEX "item_search_name_trgm" ON "item_search" USING gin ("name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "item_search_pinyin_trgm" ON "item_search" USING gin ("pinyin" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "item_search_initials_trgm" ON "item_search" USING gin ("initials" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "item_search_themes" ON "item_search" USING gin ("themes");--> statement-breakpoint
CREATE INDEX "item_search_audience" ON "item_search" USING gin ("audience");--> statement-breakpoint
CREATE INDEX "item_search_list" ON "item_search" USING btree ("rank","service_item_id");--> statement-breakpoint
CREATE INDEX "item_search_division" ON "item_search" USING btree ("division_code","rank","service_item_id");--> statement-breakpoint
CREATE INDEX "item_search_department" ON "item_search" USING btree ("department_id","rank","service_item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "service_item_revisions_service_item_id_number_index" ON "service_item_revisions" USING btree ("service_item_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "service_item_revisions_one_draft" ON "service_item_revisions" USING btree ("service_item_id") WHERE "service_item_revisions"."status" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "service_item_revisions_one_published" ON "service_item_revisions" USING btree ("service_item_id") WHERE "service_item_revisions"."status" = 'published';--> statement-breakpoint
CREATE INDEX "service_items_department_id_index" ON "service_items" USING btree ("department_id");--> statement-breakpoint
CREATE INDEX "service_items_division_code_index" ON "service_items" USING btree ("division_code");--> statement-breakpoint
CREATE INDEX "service_items_code_prefix" ON "service_items" USING btree (left("code", 31));--> statement-breakpoint
CREATE UNIQUE INDEX "service_items_source_once" ON "service_items" USING btree ("source_id") WHERE "service_items"."source_id" is not null;--> statement-breakpoint
CREATE INDEX "messages_account_id_created_at_index" ON "messages" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "messages_latest" ON "messages" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "notices_event_once" ON "notices" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "notices_application_id_created_at_index" ON "notices" USING btree ("application_id","created_at");--> statement-breakpoint
CREATE INDEX "notices_pdf_sha256" ON "notices" USING btree ("pdf_sha256") WHERE "notices"."pdf_sha256" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_members_organisation_id_account_id_index" ON "organisation_members" USING btree ("organisation_id","account_id");