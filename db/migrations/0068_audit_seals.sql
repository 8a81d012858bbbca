CREATE TABLE "audit_checkpoints" (
	"size" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"peaks" text[] NOT NULL,
	"jws" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_checks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"rows" bigint NOT NULL,
	"findings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"audit_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_seals_from_one" CHECK ("audit_seals"."seq" > 0)
);
--> statement-breakpoint
CREATE TABLE "audit_tiles" (
	"level" integer NOT NULL,
	"position" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_tiles_level_position_pk" PRIMARY KEY("level","position")
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "txid" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_checks_at_index" ON "audit_checks" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_seals_once" ON "audit_seals" USING btree ("audit_id");--> statement-breakpoint
CREATE INDEX "audit_log_txid_id_index" ON "audit_log" USING btree ("txid","id");--> statement-breakpoint
-- The chain is written under a role of its own, which reads the log and adds to the chain, and can do nothing else.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tongban_sealer') THEN
    BEGIN
      CREATE ROLE tongban_sealer NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role tongban_sealer is missing: an administrator of the cluster makes it (docs/operations.md, Database roles)' USING ERRCODE = 'insufficient_privilege';
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'tongban_sealer', 'SET') THEN
    GRANT tongban_sealer TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
  END IF;
END $$;--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO tongban_sealer;--> statement-breakpoint
GRANT SELECT ON audit_log TO tongban_sealer;--> statement-breakpoint
GRANT SELECT, INSERT ON audit_seals, audit_tiles, audit_checkpoints TO tongban_sealer;--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON audit_seals, audit_tiles, audit_checkpoints, audit_checks FROM tongban_portal;--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_log FROM tongban_portal;--> statement-breakpoint
CREATE FUNCTION only_the_sealer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user <> 'tongban_sealer' THEN
    RAISE EXCEPTION 'only the sealer adds to the chain' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_seals_by_sealer BEFORE INSERT ON audit_seals FOR EACH ROW EXECUTE FUNCTION only_the_sealer();--> statement-breakpoint
CREATE TRIGGER audit_tiles_by_sealer BEFORE INSERT ON audit_tiles FOR EACH ROW EXECUTE FUNCTION only_the_sealer();--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_by_sealer BEFORE INSERT ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION only_the_sealer();--> statement-breakpoint
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_tiles_append_only BEFORE UPDATE OR DELETE ON audit_tiles FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_checks_append_only BEFORE UPDATE OR DELETE ON audit_checks FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_tiles_no_truncate BEFORE TRUNCATE ON audit_tiles FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_no_truncate BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
