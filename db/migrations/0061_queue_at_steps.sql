ALTER TABLE "applications" ADD COLUMN "open_kinds" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
-- Before its indexes are made: what cases are at today.
UPDATE applications SET open_kinds = at.kinds FROM (SELECT application_id, array_agg(DISTINCT kind ORDER BY kind) AS kinds FROM application_steps WHERE status = 'active' GROUP BY application_id) AS at WHERE at.application_id = applications.id;--> statement-breakpoint
CREATE INDEX "applications_queue_at_accept" ON "applications" USING btree ("department_id","division_code","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering') and "applications"."open_kinds" @> array['accept']::text[];--> statement-breakpoint
CREATE INDEX "applications_queue_at_review" ON "applications" USING btree ("department_id","division_code","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering') and "applications"."open_kinds" @> array['review']::text[];--> statement-breakpoint
CREATE INDEX "applications_queue_at_consult" ON "applications" USING btree ("department_id","division_code","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering') and "applications"."open_kinds" @> array['consult']::text[];--> statement-breakpoint
CREATE INDEX "applications_queue_at_decide" ON "applications" USING btree ("department_id","division_code","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering') and "applications"."open_kinds" @> array['decide']::text[];--> statement-breakpoint
CREATE INDEX "applications_queue_at_certificate" ON "applications" USING btree ("department_id","division_code","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering') and "applications"."open_kinds" @> array['certificate']::text[];--> statement-breakpoint
CREATE INDEX "applications_queue_at_deliver" ON "applications" USING btree ("department_id","division_code","desk_due_on","id") WHERE "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering') and "applications"."open_kinds" @> array['deliver']::text[];--> statement-breakpoint
CREATE INDEX "applications_queue_held" ON "applications" USING btree ("claimed_by","desk_due_on","id") WHERE "applications"."claimed_by" is not null and "applications"."status" in ('submitted','correction','accepted','inReview','suspended','approved','rejected','delivering');--> statement-breakpoint
CREATE FUNCTION keep_open_kinds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  case_id uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.application_id ELSE NEW.application_id END;
  kinds text[] := (SELECT coalesce(array_agg(DISTINCT kind ORDER BY kind), '{}') FROM application_steps WHERE application_id = case_id AND status = 'active');
BEGIN
  UPDATE applications SET open_kinds = kinds WHERE id = case_id AND open_kinds <> kinds;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER application_steps_begun AFTER INSERT ON application_steps FOR EACH ROW WHEN (NEW.status = 'active') EXECUTE FUNCTION keep_open_kinds();--> statement-breakpoint
CREATE TRIGGER application_steps_moved AFTER UPDATE OF status, kind ON application_steps FOR EACH ROW WHEN (OLD.status = 'active' OR NEW.status = 'active') EXECUTE FUNCTION keep_open_kinds();--> statement-breakpoint
CREATE TRIGGER application_steps_gone AFTER DELETE ON application_steps FOR EACH ROW WHEN (OLD.status = 'active') EXECUTE FUNCTION keep_open_kinds();
