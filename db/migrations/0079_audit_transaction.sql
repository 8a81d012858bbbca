-- Which transaction wrote a row is the database's to say: one of another's choosing would be passed over, or keep the sealer looking.
CREATE FUNCTION own_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.txid := pg_current_xact_id();
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_log_own_transaction BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION own_transaction();
