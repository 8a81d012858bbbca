-- History and audit log in a partition for each year of Shanghai, so that old years can be moved away whole (docs/adr/0051). What is there
-- becomes the first part as it lies: no row is written, no index built. The rows are read once, unless a check has been made and
-- validated before the upgrade (docs/operations.md, Years).
CREATE TABLE "moved_years" (
	"table_name" text NOT NULL,
	"year" integer NOT NULL,
	"from_id" uuid,
	"to_id" uuid NOT NULL,
	"file" text NOT NULL,
	"sha256" text NOT NULL,
	"rows" bigint NOT NULL,
	"content" text NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "moved_years_table_name_year_pk" PRIMARY KEY("table_name","year"),
	CONSTRAINT "moved_years_hold_something" CHECK ("moved_years"."rows" > 0)
);
--> statement-breakpoint
CREATE TABLE "year_holds" (
	"year" integer PRIMARY KEY NOT NULL,
	"because" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
REVOKE ALL ON moved_years, year_holds FROM tongban_portal, tongban_jobs;
--> statement-breakpoint
GRANT SELECT ON moved_years, year_holds TO tongban_portal, tongban_jobs;
--> statement-breakpoint
-- Whoever takes the log out whole tells which of its years are elsewhere.
GRANT SELECT ON moved_years TO tongban_sealer;
--> statement-breakpoint
-- In the order in which acts and notices take them, so that this waits for those under way and meets none crosswise.
LOCK TABLE applications IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
LOCK TABLE application_events IN ACCESS EXCLUSIVE MODE;
--> statement-breakpoint
LOCK TABLE notices IN ACCESS EXCLUSIVE MODE;
--> statement-breakpoint
LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE;
--> statement-breakpoint
-- A reference would hold each year fast; that the event is there when its notice is written is seen to by a trigger.
ALTER TABLE "notices" DROP CONSTRAINT "notices_event_id_application_events_id_fk";
--> statement-breakpoint
-- Whoever is refused is told the name of the table, not of its part.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', coalesce((SELECT relname FROM pg_catalog.pg_class WHERE oid = pg_catalog.pg_partition_root(TG_RELID)), TG_TABLE_NAME) USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
-- Nobody but the owner goes here: rows are reached through the tables in `public`, with their privileges and policies.
CREATE SCHEMA years;
--> statement-breakpoint
-- The lowest id that a row of this year can have: ids (UUIDv7) begin with their instant in milliseconds.
CREATE FUNCTION year_begins(year integer) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT (substr(ms, 1, 8) || '-' || substr(ms, 9, 4) || '-0000-0000-000000000000')::uuid
  FROM (SELECT lpad(to_hex((extract(epoch FROM make_timestamptz(year, 1, 1, 0, 0, 0, 'Asia/Shanghai')) * 1000)::bigint), 12, '0') AS ms) AS began
$$;
--> statement-breakpoint
-- What a part does not get from its table: no privileges, forced policies (who dumps it says `app.sees = 'all'`), no TRUNCATE.
CREATE FUNCTION guard_part(part text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON years.%I FROM PUBLIC, tongban_portal, tongban_jobs, tongban_sealer, tongban_signer', part);
  EXECUTE format('ALTER TABLE years.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', part);
  EXECUTE format('CREATE POLICY rows ON years.%I USING (coalesce(current_setting(%L, true), %L) = %L)', part, 'app.sees', '', 'all');
  EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON years.%I FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change()', part);
END $$;
--> statement-breakpoint
-- Adds the part after that of `last`. Rows that came while it was missing are in the part for what comes later: that one then
-- becomes the year, or the years, it holds.
CREATE FUNCTION add_part(parent text, last integer, latest integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  waiting uuid;
  year integer := last + 1;
BEGIN
  EXECUTE format('SELECT id FROM years.%I ORDER BY id DESC LIMIT 1', parent || '_later') INTO waiting;
  IF waiting IS NULL THEN
    EXECUTE format('CREATE TABLE years.%I (LIKE years.%I INCLUDING ALL)', parent || '_' || year, parent || '_' || last);
    PERFORM public.guard_part(parent || '_' || year);
  ELSE
    year := extract(year FROM uuid_extract_timestamp(waiting) AT TIME ZONE 'Asia/Shanghai');
    IF year IS NULL OR year NOT BETWEEN last + 1 AND latest THEN
      RAISE EXCEPTION 'years.%_later holds a row (%) that belongs to no year up to %', parent, waiting, latest USING ERRCODE = 'data_exception';
    END IF;
    EXECUTE format('ALTER TABLE public.%I DETACH PARTITION years.%I', parent, parent || '_later');
    EXECUTE format('ALTER TABLE years.%I RENAME TO %I', parent || '_later', parent || '_' || year);
    EXECUTE format('CREATE TABLE years.%I (LIKE years.%I INCLUDING ALL)', parent || '_later', parent || '_' || year);
    PERFORM public.guard_part(parent || '_later');
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION years.%I DEFAULT', parent, parent || '_later');
  END IF;
  EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION years.%I FOR VALUES FROM (%L) TO (%L)', parent, parent || '_' || year, public.year_begins(last + 1), public.year_begins(year + 1));
END $$;
--> statement-breakpoint
-- Makes what is missing up to next year, and counts anew what the planner knows of the whole, which nothing else does. The jobs,
-- who may make nothing else, call it daily.
CREATE FUNCTION make_years() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
  latest integer := extract(year FROM now() AT TIME ZONE 'Asia/Shanghai')::integer + 1;
  last integer;
  made integer := 0;
  parent text;
  before text := current_setting('app.sees', true);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tongban.years'));
  -- The owner is held to the policies too, and would see nothing that waits for its part.
  PERFORM set_config('app.sees', 'all', true);
  FOREACH parent IN ARRAY ARRAY['application_events', 'audit_log'] LOOP
    LOOP
      SELECT max(substring(relname FROM '_(\d{4})$')::integer) INTO last FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = format('public.%I', parent)::regclass;
      EXIT WHEN last >= latest;
      PERFORM public.add_part(parent, last, latest);
      made := made + 1;
    END LOOP;
    EXECUTE format('ANALYZE ONLY public.%I', parent);
  END LOOP;
  PERFORM set_config('app.sees', before, true);
  RETURN made;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION guard_part(text), add_part(text, integer, integer), make_years() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION make_years() TO tongban_jobs;
--> statement-breakpoint
-- The tables as they were become the parts of this year and before.
DO $$
DECLARE
  this integer := extract(year FROM now() AT TIME ZONE 'Asia/Shanghai');
  parent text;
  part text;
  own record;
BEGIN
  FOREACH parent IN ARRAY ARRAY['application_events', 'audit_log'] LOOP
    part := parent || '_' || this;
    -- Row triggers and policies are the table's; TRUNCATE asks the part itself.
    FOR own IN SELECT tgname FROM pg_trigger WHERE tgrelid = parent::regclass AND NOT tgisinternal LOOP
      EXECUTE format('DROP TRIGGER %I ON %I', own.tgname, parent);
    END LOOP;
    FOR own IN SELECT polname FROM pg_policy WHERE polrelid = parent::regclass LOOP
      EXECUTE format('DROP POLICY %I ON %I', own.polname, parent);
    END LOOP;
    EXECUTE format('ALTER TABLE %I RENAME TO %I', parent, part);
    EXECUTE format('ALTER TABLE %I SET SCHEMA years', part);
    PERFORM guard_part(part);
    EXECUTE format('CREATE TABLE public.%I (LIKE years.%I INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (id)', parent, part);
    EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT IF EXISTS %I', parent, parent || '_year');
    EXECUTE format('ALTER TABLE public.%I ADD PRIMARY KEY (id)', parent);
    IF parent = 'audit_log' THEN
      CREATE INDEX audit_log_subject_type_subject_id_index ON public.audit_log (subject_type, subject_id);
      CREATE INDEX audit_log_at_index ON public.audit_log (at);
      CREATE INDEX audit_log_actor_id_at_index ON public.audit_log (actor_id, at);
      CREATE INDEX audit_log_txid_id_index ON public.audit_log (txid, id);
    ELSE
      -- What is unique by the case is so within each part, where an index can hold it, and over all by a trigger.
      CREATE INDEX application_events_at ON public.application_events (at);
      CREATE INDEX application_events_deemed ON public.application_events (at, id) WHERE action = 'deemAccept';
      ALTER TABLE public.application_events ADD CONSTRAINT application_events_application_id_applications_id_fk FOREIGN KEY (application_id) REFERENCES applications (id);
    END IF;
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION years.%I FOR VALUES FROM (MINVALUE) TO (%L)', parent, part, year_begins(this + 1));
    EXECUTE format('ALTER TABLE years.%I DROP CONSTRAINT IF EXISTS %I', part, parent || '_year');
    EXECUTE format('CREATE TABLE years.%I (LIKE years.%I INCLUDING ALL)', parent || '_later', part);
    PERFORM guard_part(parent || '_later');
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION years.%I DEFAULT', parent, parent || '_later');
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON application_events, audit_log FROM tongban_portal, tongban_jobs;
--> statement-breakpoint
GRANT SELECT, INSERT ON application_events, audit_log TO tongban_portal;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON application_events TO tongban_jobs;
--> statement-breakpoint
GRANT SELECT, INSERT ON audit_log TO tongban_jobs;
--> statement-breakpoint
GRANT SELECT ON audit_log TO tongban_sealer;
--> statement-breakpoint
GRANT INSERT ON audit_log TO tongban_signer;
--> statement-breakpoint
ALTER TABLE application_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON application_events USING ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]) IS NULL OR tongban_shown_case(application_id, (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])));
--> statement-breakpoint
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY rows ON audit_log FOR SELECT USING (coalesce(ARRAY[actor_id, on_behalf_of] && (SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[]), true) OR subject_id = ANY ((SELECT nullif(coalesce(nullif(current_setting('app.sees', true), ''), '{}'), 'all')::uuid[])::text[]));
--> statement-breakpoint
CREATE POLICY added ON audit_log FOR INSERT WITH CHECK (true);
--> statement-breakpoint
CREATE TRIGGER application_events_append_only BEFORE UPDATE OF "id", "application_id", "sequence", "action", "from_status", "to_status", "actor_id", "actor_name", "actor_role", "on_behalf_of", "at", "idempotency_key" ON "application_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER application_events_never_deleted BEFORE DELETE ON "application_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER application_events_reason_stays BEFORE UPDATE OF "reason" ON "application_events" FOR EACH ROW
WHEN ((OLD."reason" IS NULL) <> (NEW."reason" IS NULL) OR (split_part(OLD."reason", '.', 4) <> split_part(NEW."reason", '.', 4) AND NOT (OLD."reason" !~ '^e[0-9]+[.]' AND NEW."reason" ~ '^e[0-9]+[.]')))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER application_events_payload_stays BEFORE UPDATE OF "payload" ON "application_events" FOR EACH ROW
WHEN ((OLD."payload" IS NULL) <> (NEW."payload" IS NULL) OR (split_part(OLD."payload", '.', 4) <> split_part(NEW."payload", '.', 4) AND NOT (OLD."payload" !~ '^e[0-9]+[.]' AND NEW."payload" ~ '^e[0-9]+[.]')))
EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER application_events_no_truncate BEFORE TRUNCATE ON application_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_log_own_transaction BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION own_transaction();
--> statement-breakpoint
-- One act of each number, one for each key, one decision, over the years too. Acts of one case take turns at its row, which
-- whoever acts holds already; years that were moved away are guarded by the row itself (its version, its outcome).
CREATE FUNCTION event_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE broken text;
BEGIN
  PERFORM FROM applications WHERE id = NEW.application_id FOR NO KEY UPDATE;
  SELECT CASE WHEN sequence = NEW.sequence THEN 'application_events_sequence' WHEN idempotency_key = NEW.idempotency_key THEN 'application_events_idempotency' ELSE 'application_events_one_decision' END INTO broken
  FROM application_events WHERE application_id = NEW.application_id
    AND (sequence = NEW.sequence OR idempotency_key = NEW.idempotency_key OR (action IN ('approve', 'reject') AND NEW.action IN ('approve', 'reject'))) LIMIT 1;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'duplicate key value violates unique constraint "%"', broken USING ERRCODE = 'unique_violation', CONSTRAINT = broken, TABLE = 'application_events';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER application_events_new BEFORE INSERT ON application_events FOR EACH ROW EXECUTE FUNCTION event_is_new();
--> statement-breakpoint
CREATE FUNCTION event_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM application_events WHERE id = NEW.event_id) THEN
    RAISE EXCEPTION 'a notice tells an act that is there' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'notices_event_there', TABLE = 'notices';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER notices_event_there BEFORE INSERT OR UPDATE OF event_id ON notices FOR EACH ROW WHEN (NEW.event_id IS NOT NULL) EXECUTE FUNCTION event_is_there();
--> statement-breakpoint
SELECT make_years();
