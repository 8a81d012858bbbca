CREATE TABLE "certificate_presentations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"certificate_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"code_digest" text NOT NULL,
	"purpose" text NOT NULL,
	"purpose_words" text,
	"fields" text[] NOT NULL,
	"presented_by" uuid NOT NULL,
	"delegation_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	CONSTRAINT "certificate_presentations_codeDigest_unique" UNIQUE("code_digest"),
	CONSTRAINT "certificate_presentations_brief" CHECK ("certificate_presentations"."expires_at" > "certificate_presentations"."created_at" and "certificate_presentations"."expires_at" <= "certificate_presentations"."created_at" + case "certificate_presentations"."kind" when 'live' then interval '60 seconds' else interval '4320 hours' end),
	CONSTRAINT "certificate_presentations_live_once" CHECK ("certificate_presentations"."used_at" is null or ("certificate_presentations"."kind" = 'live' and "certificate_presentations"."used_at" < "certificate_presentations"."expires_at")),
	CONSTRAINT "certificate_presentations_own_words" CHECK (("certificate_presentations"."purpose" = 'other') = ("certificate_presentations"."purpose_words" is not null)),
	CONSTRAINT "certificate_presentations_revoked_whole" CHECK (("certificate_presentations"."revoked_at" is null) = ("certificate_presentations"."revoked_by" is null))
);--> statement-breakpoint
ALTER TABLE "certificate_presentations" ADD CONSTRAINT "certificate_presentations_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_presentations" ADD CONSTRAINT "certificate_presentations_presented_by_accounts_id_fk" FOREIGN KEY ("presented_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_presentations" ADD CONSTRAINT "certificate_presentations_delegation_id_delegations_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_presentations" ADD CONSTRAINT "certificate_presentations_revoked_by_accounts_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_presentations_certificate_id_id_index" ON "certificate_presentations" USING btree ("certificate_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "certificate_presentations_expires_at_index" ON "certificate_presentations" USING btree ("expires_at");--> statement-breakpoint
-- A code is what it was when it was made.
CREATE TRIGGER certificate_presentations_unchanged BEFORE UPDATE OF "id", "certificate_id", "kind", "code_digest", "purpose", "fields", "presented_by", "delegation_id", "created_at", "expires_at" ON "certificate_presentations" FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
-- It is used once, if at all, and taken back once, if at all.
CREATE TRIGGER certificate_presentations_used_once BEFORE UPDATE OF "used_at" ON "certificate_presentations" FOR EACH ROW WHEN (OLD.used_at IS NOT NULL) EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_presentations_revoked_once BEFORE UPDATE OF "revoked_at", "revoked_by" ON "certificate_presentations" FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
