ALTER TABLE "notices" ALTER COLUMN "event_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ALTER COLUMN "application_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "certificate_event_id" uuid;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "certificate_id" uuid;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_certificate_event_id_certificate_events_id_fk" FOREIGN KEY ("certificate_event_id") REFERENCES "public"."certificate_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notices_certificate_event_once" ON "notices" USING btree ("certificate_event_id");--> statement-breakpoint
CREATE INDEX "notices_of_certificate" ON "notices" USING btree ("certificate_id") WHERE "notices"."certificate_id" is not null;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_of_one_act" CHECK (num_nonnulls("notices"."event_id", "notices"."certificate_event_id") = 1 and ("notices"."event_id" is null) = ("notices"."application_id" is null) and ("notices"."certificate_event_id" is null) = ("notices"."certificate_id" is null));--> statement-breakpoint
-- Words that were kept in the clear are sealed by the first start after this; keys turn later, and what they say never changes.
DROP TRIGGER certificate_events_append_only ON "certificate_events";--> statement-breakpoint
CREATE TRIGGER certificate_events_append_only BEFORE UPDATE OF "id", "certificate_id", "act", "from", "to", "at", "by", "by_name", "ground", "basis", "proposal_id", "application_id" ON "certificate_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_events_never_deleted BEFORE DELETE ON "certificate_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_events_words_stay BEFORE UPDATE OF "reason" ON "certificate_events" FOR EACH ROW
WHEN ((OLD."reason" IS NULL) <> (NEW."reason" IS NULL) OR (split_part(OLD."reason", '.', 4) <> split_part(NEW."reason", '.', 4) AND NOT (OLD."reason" !~ '^e[0-9]+[.]' AND NEW."reason" ~ '^e[0-9]+[.]')))
EXECUTE FUNCTION refuse_change();
