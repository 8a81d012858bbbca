CREATE TABLE "certificate_events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"certificate_id" uuid NOT NULL,
	"act" text NOT NULL,
	"from" text,
	"to" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" uuid,
	"by_name" text,
	"ground" text,
	"basis" text,
	"reason" text,
	"proposal_id" uuid,
	"application_id" uuid,
	CONSTRAINT "certificate_events_in_two_hands" CHECK ("certificate_events"."act" not in ('suspend','revoke','cancel') or num_nonnulls("certificate_events"."proposal_id", "certificate_events"."application_id") = 1),
	CONSTRAINT "certificate_events_with_reason" CHECK ("certificate_events"."act" in ('issue','import','renew','expire') or "certificate_events"."reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "certificate_proposals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"certificate_id" uuid NOT NULL,
	"act" text NOT NULL,
	"ground" text NOT NULL,
	"basis" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_by_name" text NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"outcome" text,
	"answer" text,
	CONSTRAINT "certificate_proposals_four_eyes" CHECK ("certificate_proposals"."outcome" is distinct from 'granted' or "certificate_proposals"."decided_by" <> "certificate_proposals"."proposed_by"),
	CONSTRAINT "certificate_proposals_decided_whole" CHECK (("certificate_proposals"."outcome" is null) = ("certificate_proposals"."decided_at" is null)),
	CONSTRAINT "certificate_proposals_decided_by_someone" CHECK ("certificate_proposals"."outcome" is null or "certificate_proposals"."outcome" = 'overtaken' or "certificate_proposals"."decided_by" is not null),
	CONSTRAINT "certificate_proposals_declined_with_answer" CHECK ("certificate_proposals"."outcome" is distinct from 'declined' or "certificate_proposals"."answer" is not null)
);
--> statement-breakpoint
CREATE TABLE "certificate_reminders" (
	"certificate_id" uuid NOT NULL,
	"days_before" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificate_reminders_certificate_id_days_before_pk" PRIMARY KEY("certificate_id","days_before")
);
--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "previous_id" uuid;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "life_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "number_index" text;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "holder_key" text;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "several" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_events" ADD CONSTRAINT "certificate_events_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_events" ADD CONSTRAINT "certificate_events_proposal_id_certificate_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."certificate_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_proposals" ADD CONSTRAINT "certificate_proposals_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_proposals" ADD CONSTRAINT "certificate_proposals_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_proposals" ADD CONSTRAINT "certificate_proposals_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_reminders" ADD CONSTRAINT "certificate_reminders_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_events_of_certificate" ON "certificate_events" USING btree ("certificate_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_proposals_one_open" ON "certificate_proposals" USING btree ("certificate_id") WHERE "certificate_proposals"."outcome" is null;--> statement-breakpoint
CREATE INDEX "certificate_proposals_of_certificate" ON "certificate_proposals" USING btree ("certificate_id");--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_previous_id_certificates_id_fk" FOREIGN KEY ("previous_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_one_current" ON "certificates" USING btree ("type_id","holder_key") WHERE "certificates"."status" in ('valid','suspended') and not "certificates"."several";--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_one_current_number" ON "certificates" USING btree ("type_id","holder_key","number_index") WHERE "certificates"."status" in ('valid','suspended');--> statement-breakpoint
CREATE INDEX "certificates_number" ON "certificates" USING btree ("number_index");--> statement-breakpoint
CREATE INDEX "certificates_of_department" ON "certificates" USING btree ("issuer_department_id","id");--> statement-breakpoint
CREATE INDEX "certificates_ending" ON "certificates" USING btree ("valid_until") WHERE "certificates"."status" = 'valid' and "certificates"."valid_until" is not null;--> statement-breakpoint
CREATE INDEX "certificates_unkeyed" ON "certificates" USING btree ("id") WHERE "certificates"."holder_key" is null;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_one_successor" UNIQUE("previous_id");--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_next_version_has_previous" CHECK ("certificates"."origin" in ('issued','imported') or "certificates"."previous_id" is not null);--> statement-breakpoint
CREATE TRIGGER certificate_events_append_only BEFORE UPDATE OR DELETE ON "certificate_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_events_no_truncate BEFORE TRUNCATE ON "certificate_events" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- What was revoked, cancelled or superseded never comes back; what was decided about a proposal stays.
CREATE TRIGGER certificates_end_for_good BEFORE UPDATE OF status ON "certificates" FOR EACH ROW WHEN (OLD.status IN ('revoked', 'cancelled', 'superseded') AND NEW.status <> OLD.status) EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_proposals_decided_once BEFORE UPDATE ON "certificate_proposals" FOR EACH ROW WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION refuse_change();
