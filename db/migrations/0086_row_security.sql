-- The second lock on rows that belong to somebody: whatever a statement forgets to ask, it sees what its connection says it may
-- (app.sees, set by db/scope.ts): the rows of some accounts and organisations, of 'all', or none where nothing was said. Owners
-- of tables are held to it too. What hangs on something is shown with it; these look past the policies for the one row asked for.
CREATE FUNCTION tongban_shown_case(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM applications WHERE id = wanted AND ARRAY[applicant_account_id, organisation_id] && sees);
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_shares_certificate(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM certificate_holders WHERE certificate_id = wanted AND ARRAY[account_id, organisation_id] && sees);
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_shown_certificate(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := tongban_shares_certificate(wanted, sees) OR EXISTS (SELECT FROM certificates WHERE id = wanted AND ARRAY[holder_account_id, holder_organisation_id] && sees);
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_shown_delivery(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM deliveries WHERE id = wanted AND tongban_shown_case(application_id, sees));
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_shown_rating(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM ratings WHERE id = wanted AND tongban_shown_case(application_id, sees));
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_shown_rectification(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM rectifications WHERE id = wanted AND tongban_shown_rating(rating_id, sees));
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_shown_urging(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM urgings WHERE id = wanted AND tongban_shown_case(application_id, sees));
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
-- People who act for one another know each other; a delegate knows the organisation.
CREATE FUNCTION tongban_counterpart(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM delegations WHERE (principal_account_id = wanted AND delegate_account_id = ANY (sees)) OR (delegate_account_id = wanted AND (ARRAY[principal_account_id, organisation_id] && sees OR tongban_represents(organisation_id, sees))));
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_represents(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM delegations WHERE organisation_id = wanted AND kind = 'representative' AND delegate_account_id = ANY (sees));
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
CREATE FUNCTION tongban_acts_for(wanted uuid, sees uuid[]) RETURNS boolean LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE shown boolean; before text := current_setting('app.sees', true);
BEGIN
  PERFORM set_config('app.sees', 'all', true);
  shown := EXISTS (SELECT FROM delegations WHERE organisation_id = wanted AND delegate_account_id = ANY (sees));
  PERFORM set_config('app.sees', before, true);
  RETURN shown;
END $$;
--> statement-breakpoint
ALTER TABLE absences ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON absences USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON accounts USING (coalesce(ARRAY[id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true) OR tongban_counterpart(id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE act_proposals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON act_proposals USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE answer_counts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON answer_counts USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE application_certificates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_certificates USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE application_checks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_checks USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE application_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_events USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE application_filings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_filings USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE application_notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_notes USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE application_steps ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_steps USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE application_transfers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_transfers USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(from_application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE applications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON applications USING (coalesce(ARRAY[applicant_account_id, organisation_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE archives ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON archives USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON audit_log FOR SELECT USING (coalesce(ARRAY[actor_id, on_behalf_of] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true) OR subject_id = ANY ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])::text[]));
--> statement-breakpoint
CREATE POLICY added ON audit_log FOR INSERT WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE bulk_run_rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON bulk_run_rows USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE bulk_runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON bulk_runs USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE case_assignments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON case_assignments USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE case_presences ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON case_presences USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE certificate_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_events USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_certificate(certificate_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE certificate_holders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_holders USING (coalesce(ARRAY[account_id, organisation_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE certificate_import_rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_import_rows USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE certificate_imports ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_imports USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE certificate_presentations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_presentations USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_certificate(certificate_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE certificate_proposals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_proposals USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_certificate(certificate_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE certificate_reminders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_reminders USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_certificate(certificate_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE certificate_uses ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificate_uses USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_certificate(certificate_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE certificates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON certificates USING (coalesce(ARRAY[holder_account_id, holder_organisation_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true) OR tongban_shares_certificate(id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE corrections ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON corrections USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE counter_receptions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON counter_receptions USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE counter_visits ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON counter_visits USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE data_accesses ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON data_accesses USING (coalesce(ARRAY[subject_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE data_requests ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON data_requests USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE delegations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON delegations USING (coalesce(ARRAY[principal_account_id, delegate_account_id, granted_by, organisation_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true) OR tongban_represents(organisation_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON deliveries USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE delivery_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON delivery_events USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_delivery(delivery_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE desk_drafts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON desk_drafts USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE desk_preferences ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON desk_preferences USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE desk_views ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON desk_views USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE editor_presences ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON editor_presences USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE enquiries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON enquiries USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE enrolments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON enrolments USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE expert_requests ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON expert_requests USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE external_identities ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON external_identities USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE external_sign_ins ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON external_sign_ins USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE files ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON files USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR owner_account_id = ANY ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])::uuid[]) OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE hearings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON hearings USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE held_messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON held_messages USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON idempotency_keys USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE identity_checks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON identity_checks USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE identity_proofs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON identity_proofs USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE imported_certificates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON imported_certificates USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_certificate(certificate_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE item_run_rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON item_run_rows USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE item_runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON item_runs USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE kept_forms ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON kept_forms USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE kept_materials ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON kept_materials USING (coalesce(ARRAY[account_id, organisation_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE key_rotations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON key_rotations USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE level_requests ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON level_requests USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE life_event_cases ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON life_event_cases USING (coalesce(ARRAY[applicant_account_id, organisation_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE life_event_parts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON life_event_parts USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE material_savings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON material_savings USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON messages USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE network_identities ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON network_identities USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE notice_preferences ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON notice_preferences USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE notice_services ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON notice_services USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE notices ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON notices USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])) OR tongban_shown_certificate(certificate_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE oidc_consents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON oidc_consents USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE oidc_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON oidc_keys USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE oidc_models ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON oidc_models USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE oidc_session_clients ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON oidc_session_clients USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE oidc_subjects ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON oidc_subjects USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE one_time_codes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON one_time_codes USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON organisations USING (coalesce(ARRAY[id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true) OR tongban_acts_for(id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON outbox USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE overdue_reasons ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON overdue_reasons USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE passkey_challenges ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON passkey_challenges USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE passkeys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON passkeys USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE payment_notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON payment_notes USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE pending_sign_ins ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON pending_sign_ins USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE progress_shares ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON progress_shares USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE proposals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON proposals USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE qr_sign_ins ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON qr_sign_ins USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE ratings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON ratings USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE recalled_answers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON recalled_answers USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE recoveries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON recoveries USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE rectification_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON rectification_events USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_rectification(rectification_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE rectifications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON rectifications USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_rating(rating_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE report_subscriptions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON report_subscriptions USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE reports ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON reports USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE routing_rule_changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON routing_rule_changes USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE routing_rules ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON routing_rules USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON sessions USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE staff_changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON staff_changes USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE staff_posts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON staff_posts USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE supervision_signals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON supervision_signals USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL);
--> statement-breakpoint
ALTER TABLE suspensions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON suspensions USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE tolerated_materials ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON tolerated_materials USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE totp_enrolments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON totp_enrolments USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE urging_turns ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON urging_turns USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_urging(urging_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE urgings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON urgings USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE usage_grants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON usage_grants USING (coalesce(ARRAY[holder_account_id, holder_organisation_id, granted_by] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
--> statement-breakpoint
ALTER TABLE used_totp_steps ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON used_totp_steps USING (coalesce(ARRAY[account_id] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true));
