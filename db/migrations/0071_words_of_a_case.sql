-- What acts and corrections say was kept in the clear: the first start after this seals it, keys turn later, and what it says never changes.
DROP TRIGGER application_events_append_only ON "application_events";--> statement-breakpoint
ALTER TABLE "application_events" ALTER COLUMN "payload" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "application_events" ALTER COLUMN "payload" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "application_events" ALTER COLUMN "payload" SET DATA TYPE text USING nullif("payload"::text, '{}');--> statement-breakpoint
ALTER TABLE "corrections" ALTER COLUMN "items" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "bulk_runs" ALTER COLUMN "order" SET DATA TYPE text;--> statement-breakpoint
CREATE TRIGGER application_events_append_only BEFORE UPDATE OF "id", "application_id", "sequence", "action", "from_status", "to_status", "actor_id", "actor_name", "actor_role", "on_behalf_of", "at", "idempotency_key" ON "application_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER application_events_never_deleted BEFORE DELETE ON "application_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER application_events_reason_stays BEFORE UPDATE OF "reason" ON "application_events" FOR EACH ROW
WHEN ((OLD."reason" IS NULL) <> (NEW."reason" IS NULL) OR (split_part(OLD."reason", '.', 4) <> split_part(NEW."reason", '.', 4) AND NOT (OLD."reason" !~ '^e[0-9]+[.]' AND NEW."reason" ~ '^e[0-9]+[.]')))
EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER application_events_payload_stays BEFORE UPDATE OF "payload" ON "application_events" FOR EACH ROW
WHEN ((OLD."payload" IS NULL) <> (NEW."payload" IS NULL) OR (split_part(OLD."payload", '.', 4) <> split_part(NEW."payload", '.', 4) AND NOT (OLD."payload" !~ '^e[0-9]+[.]' AND NEW."payload" ~ '^e[0-9]+[.]')))
EXECUTE FUNCTION refuse_change();
