CREATE EXTENSION IF NOT EXISTS btree_gist;--> statement-breakpoint
-- The same post is not held twice over one time.
ALTER TABLE staff_posts ADD CONSTRAINT staff_posts_once EXCLUDE USING gist (
  account_id WITH =, role WITH =, department_id WITH =, division_code WITH =, daterange(valid_from, valid_until, '[]') WITH &&) WHERE (ended_at IS NULL);--> statement-breakpoint
-- 三员分立: nobody holds two of the three administrators' roles over one time, or one of them beside any other duty.
ALTER TABLE staff_posts ADD CONSTRAINT staff_posts_separated EXCLUDE USING gist (
  account_id WITH =, (CASE WHEN role IN ('systemAdmin', 'securityAdmin', 'auditAdmin') THEN role ELSE 'work' END) WITH <>, daterange(valid_from, valid_until, '[]') WITH &&) WHERE (ended_at IS NULL);--> statement-breakpoint
-- What was decided stays as it was.
CREATE FUNCTION keep_decided_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL OR (OLD.account_id IS NOT NULL AND NEW.account_id <> OLD.account_id)
     OR ROW(NEW.kind, NEW.proposed_by, NEW.role, NEW.department_id, NEW.division_code, NEW.valid_from, NEW.valid_until, NEW.post_id, NEW.sign_in_name)
        IS DISTINCT FROM ROW(OLD.kind, OLD.proposed_by, OLD.role, OLD.department_id, OLD.division_code, OLD.valid_from, OLD.valid_until, OLD.post_id, OLD.sign_in_name) THEN
    RAISE EXCEPTION 'a proposed change is decided once and kept' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER staff_changes_kept BEFORE UPDATE OR DELETE ON staff_changes FOR EACH ROW EXECUTE FUNCTION keep_decided_change();
