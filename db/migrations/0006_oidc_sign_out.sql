-- Whoever ends a session, and however: the systems that were signed in to through it are told. Looked at when the
-- transaction ends, for a session that only changes its id is followed by its successor in the same transaction.
CREATE FUNCTION tell_clients_of_sign_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM sessions WHERE sso_id = NEW.sso_id AND revoked_at IS NULL) THEN
    INSERT INTO outbox (topic, payload, created_at)
    SELECT 'identity.clientSignOut', jsonb_build_object('ssoId', sso_id, 'clientId', client_id), NEW.revoked_at
    FROM oidc_session_clients WHERE sso_id = NEW.sso_id AND told_at IS NULL;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER sessions_tell_clients AFTER UPDATE OF revoked_at ON sessions DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION tell_clients_of_sign_out();
