-- Whoever serves people and whoever works the jobs stands before the tables under a role of their own, with the privileges that
-- the commands of each need (db/table-access.ts). The owner's login steps into them; other logins are members.
DO $$
DECLARE role text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tongban_jobs') THEN
    BEGIN
      CREATE ROLE tongban_jobs NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role tongban_jobs is missing: an administrator of the cluster makes it (docs/operations.md, Database roles)' USING ERRCODE = 'insufficient_privilege';
    END;
  END IF;
  FOREACH role IN ARRAY ARRAY['tongban_portal', 'tongban_jobs'] LOOP
    IF NOT pg_has_role(current_user, role, 'SET') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', role);
    END IF;
  END LOOP;
  -- For the page of operations: which statements are slow. Without it the page tells of its own alone.
  BEGIN
    GRANT pg_read_all_stats TO tongban_portal;
  EXCEPTION WHEN insufficient_privilege THEN NULL;
  END;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public, drizzle TO tongban_jobs;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO tongban_jobs;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tongban_jobs;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tongban_jobs;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO tongban_jobs;
--> statement-breakpoint
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON absences, accounts, act_proposals, application_notes, bulk_run_rows, calendar_changes, calendar_years, case_assignments, certificate_holders, certificate_import_rows, certificate_imports, certificate_presentations, certificate_proposals, certificates, corrections, counter_receptions, data_requests, delegations, deliveries, departments, desk_preferences, directory_items, divisions, editor_presences, enquiries, expert_requests, hearings, idempotency_keys, identity_checks, item_run_rows, item_runs, level_requests, link_checks, notices, number_sequences, oidc_clients, oidc_session_clients, organisations, overdue_reasons, pending_sign_ins, planned_closures, progress_shares, proposals, rate_limits, rating_devices, rating_tickets, ratings, recoveries, rectifications, report_subscriptions, routing_rules, service_windows, sessions, staff_changes, staff_posts, supervision_marks, supervision_signals, suspensions, urgings, usage_grants, waiting_line, warning_answers TO tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON answer_counts, application_certificates, application_steps, applications, bulk_runs, case_presences, certificate_type_editions, certificate_types, desk_drafts, desk_views, directory_editions, enrolments, external_identities, external_sign_ins, files, held_messages, hot_words, item_files, item_retirements, item_search, kept_forms, kept_materials, life_event_cases, life_event_parts, life_event_revisions, life_events, material_savings, messages, notice_preferences, oidc_consents, oidc_models, one_time_codes, passkey_challenges, passkeys, qr_sign_ins, rating_ballots, search_counts, search_themes, service_item_revisions, service_items, tolerated_materials, totp_enrolments TO tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT ON application_checks, application_events, application_transfers, archives, audit_log, certificate_events, certificate_layouts, certificate_reminders, certificate_uses, counter_visits, data_accesses, delivery_events, identity_proofs, imported_certificates, item_successors, notice_services, oidc_subjects, outbox, payment_notes, rectification_events, reports, revision_reviews, routing_rule_changes, texts, urging_turns TO tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON application_filings, calendar_days, network_identities, oidc_keys, rated_cases, rating_figures, recalled_answers, revision_saves, search_seen, search_synonyms, supervision_days, used_totp_steps TO tongban_portal;
--> statement-breakpoint
GRANT SELECT ON audit_checkpoints, audit_checks, audit_seals, audit_tiles, key_rotations, schedule_runs, seed_marks TO tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON absences, accounts, act_proposals, answer_counts, application_certificates, application_checks, application_events, application_filings, application_notes, application_steps, application_transfers, applications, archives, bulk_run_rows, bulk_runs, calendar_changes, calendar_days, calendar_years, case_assignments, case_presences, certificate_events, certificate_holders, certificate_import_rows, certificate_imports, certificate_presentations, certificate_proposals, certificate_reminders, certificate_type_editions, certificate_types, certificate_uses, certificates, corrections, counter_receptions, counter_visits, data_accesses, data_requests, delegations, deliveries, delivery_events, departments, desk_drafts, desk_preferences, desk_views, directory_editions, directory_items, divisions, editor_presences, enquiries, enrolments, expert_requests, external_identities, external_sign_ins, files, hearings, held_messages, hot_words, idempotency_keys, identity_checks, identity_proofs, imported_certificates, item_files, item_retirements, item_run_rows, item_runs, item_search, item_successors, kept_forms, kept_materials, level_requests, life_event_cases, life_event_parts, life_event_revisions, life_events, link_checks, material_savings, messages, network_identities, notice_preferences, notice_services, notices, number_sequences, oidc_clients, oidc_consents, oidc_keys, oidc_models, oidc_session_clients, oidc_subjects, one_time_codes, organisations, outbox, overdue_reasons, passkey_challenges, passkeys, payment_notes, pending_sign_ins, planned_closures, progress_shares, proposals, qr_sign_ins, rate_limits, rated_cases, rating_ballots, rating_devices, rating_figures, rating_tickets, ratings, recalled_answers, recoveries, rectification_events, rectifications, report_subscriptions, reports, revision_reviews, revision_saves, routing_rule_changes, routing_rules, schedule_runs, search_counts, search_seen, search_synonyms, search_themes, service_item_revisions, service_items, service_windows, sessions, staff_changes, staff_posts, supervision_days, supervision_marks, supervision_signals, suspensions, texts, tolerated_materials, totp_enrolments, urging_turns, urgings, usage_grants, used_totp_steps, waiting_line, warning_answers TO tongban_jobs;
--> statement-breakpoint
GRANT SELECT ON audit_checkpoints, audit_seals, audit_tiles, key_rotations, seed_marks TO tongban_jobs;
--> statement-breakpoint
GRANT SELECT, INSERT ON audit_checks, audit_log, certificate_layouts TO tongban_jobs;
