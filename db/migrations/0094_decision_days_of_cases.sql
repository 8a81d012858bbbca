ALTER TABLE "applications" ADD COLUMN "decision_days" integer;--> statement-breakpoint
-- Cases filed before have none and are looked up as ever; their number only falls.
CREATE FUNCTION keep_decision_days() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off AS $$
BEGIN
  NEW.decision_days := (SELECT decision_days FROM service_item_revisions WHERE id = NEW.revision_id);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER applications_decision_days BEFORE INSERT OR UPDATE OF revision_id ON applications FOR EACH ROW EXECUTE FUNCTION keep_decision_days();
