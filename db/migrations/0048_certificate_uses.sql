-- What was used is told for good. The sealed words may be brought under a new key, nothing else may change.
CREATE TRIGGER certificate_uses_append_only BEFORE UPDATE OF "id", "certificate_id", "kind", "mode", "user_kind", "user_id", "user_name", "fields", "grant_id", "presentation_id", "application_id", "item_id", "at" ON "certificate_uses" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_uses_never_deleted BEFORE DELETE ON "certificate_uses" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_uses_no_truncate BEFORE TRUNCATE ON "certificate_uses" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- A grant is what it was when it was given; it can be taken back once.
CREATE TRIGGER usage_grants_unchanged BEFORE UPDATE OF "id", "mode", "certificate_id", "type_id", "holder_account_id", "holder_organisation_id", "item_id", "application_id", "department_id", "client_id", "fields", "legal_basis", "standing", "granted_by", "delegation_id", "granted_at", "expires_at" ON "usage_grants" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER usage_grants_revoked_once BEFORE UPDATE OF "revoked_at", "revoked_by" ON "usage_grants" FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER usage_grants_never_deleted BEFORE DELETE ON "usage_grants" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER usage_grants_no_truncate BEFORE TRUNCATE ON "usage_grants" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
