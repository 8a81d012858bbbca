-- Certificates are signed under a role of its own, and nobody else writes what a signature is. Roles belong to the whole cluster,
-- so another database may have made them.
DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['tongban_signer', 'tongban_portal'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN NULL;
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'the role % is missing: an administrator of the cluster makes it (docs/operations.md, Database roles)', role USING ERRCODE = 'insufficient_privilege';
      END;
    END IF;
  END LOOP;
  -- Whoever runs the jobs steps into the role to sign; a superuser may anyway.
  IF NOT pg_has_role(current_user, 'tongban_signer', 'SET') THEN
    GRANT tongban_signer TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
  END IF;
END $$;--> statement-breakpoint
-- What signing reads, and the columns it fills: nothing of who holds a certificate, and nothing of its state.
GRANT USAGE ON SCHEMA public TO tongban_signer;--> statement-breakpoint
GRANT SELECT (id, type_edition_id, layout_digest, record, record_digest, status_serial, signed_at) ON certificates TO tongban_signer;--> statement-breakpoint
GRANT UPDATE (jws, sd_jwt, pdf_key, pdf_sha256, signed_at) ON certificates TO tongban_signer;--> statement-breakpoint
GRANT SELECT ON certificate_type_editions, certificate_layouts TO tongban_signer;--> statement-breakpoint
GRANT INSERT ON audit_log, outbox TO tongban_signer;--> statement-breakpoint
-- What a process that serves people needs where it does not own the tables: their rows, but neither their shape nor their guards.
GRANT USAGE ON SCHEMA public, drizzle TO tongban_portal;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tongban_portal;--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tongban_portal;--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO tongban_portal;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tongban_portal;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO tongban_portal;--> statement-breakpoint
-- A signature is written once, by the signer. A new master key wraps the same sealed value again: its last part stays.
CREATE FUNCTION keep_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE blank boolean := TG_OP = 'INSERT' OR OLD.signed_at IS NULL;
BEGIN
  IF blank THEN
    IF num_nonnulls(NEW.jws, NEW.sd_jwt, NEW.pdf_key, NEW.pdf_sha256, NEW.signed_at) > 0 AND (TG_OP = 'INSERT' OR current_user <> 'tongban_signer') THEN
      RAISE EXCEPTION 'only the signer signs' USING ERRCODE = 'insufficient_privilege';
    END IF;
  ELSIF split_part(NEW.jws, '.', 4) IS DISTINCT FROM split_part(OLD.jws, '.', 4) OR split_part(NEW.sd_jwt, '.', 4) IS DISTINCT FROM split_part(OLD.sd_jwt, '.', 4)
     OR NEW.pdf_key IS DISTINCT FROM OLD.pdf_key OR NEW.pdf_sha256 IS DISTINCT FROM OLD.pdf_sha256 OR NEW.signed_at IS DISTINCT FROM OLD.signed_at THEN
    RAISE EXCEPTION 'a signature never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER certificates_signature_kept BEFORE INSERT OR UPDATE OF jws, sd_jwt, pdf_key, pdf_sha256, signed_at ON certificates FOR EACH ROW EXECUTE FUNCTION keep_signature();
