ALTER TABLE "expert_requests" ADD COLUMN "forgotten_at" timestamp (3) with time zone;--> statement-breakpoint
-- Words that were kept in the clear are sealed by the first start after this; keys turn later. All else of these rows stays as it was written.
DROP TRIGGER delivery_events_append_only ON "delivery_events";--> statement-breakpoint
CREATE TRIGGER delivery_events_append_only BEFORE UPDATE OF "id", "delivery_id", "state", "at", "actor_name" ON "delivery_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER delivery_events_never_deleted BEFORE DELETE ON "delivery_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
DROP TRIGGER urging_turns_append_only ON "urging_turns";--> statement-breakpoint
CREATE TRIGGER urging_turns_append_only BEFORE UPDATE OF "id", "urging_id", "sequence", "kind", "on", "by", "by_name", "at" ON "urging_turns" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER urging_turns_never_deleted BEFORE DELETE ON "urging_turns" FOR EACH ROW EXECUTE FUNCTION refuse_change();
