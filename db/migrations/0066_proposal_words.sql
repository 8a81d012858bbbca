-- The words of a proposal were kept in the clear: the first start after this seals them, keys turn later, and what they say never changes.
DROP TRIGGER certificate_proposals_decided_once ON "certificate_proposals";--> statement-breakpoint
CREATE TRIGGER certificate_proposals_decided_once BEFORE UPDATE OF "id", "certificate_id", "act", "ground", "basis", "proposed_by", "proposed_by_name", "proposed_at", "decided_by", "decided_by_name", "decided_at", "outcome" ON "certificate_proposals" FOR EACH ROW WHEN (OLD."outcome" IS NOT NULL) EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_proposals_reason_stays BEFORE UPDATE OF "reason" ON "certificate_proposals" FOR EACH ROW
WHEN (split_part(OLD."reason", '.', 4) <> split_part(NEW."reason", '.', 4) AND NOT (OLD."reason" !~ '^e[0-9]+[.]' AND NEW."reason" ~ '^e[0-9]+[.]'))
EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER certificate_proposals_answer_stays BEFORE UPDATE OF "answer" ON "certificate_proposals" FOR EACH ROW
WHEN (OLD."outcome" IS NOT NULL AND ((OLD."answer" IS NULL) <> (NEW."answer" IS NULL) OR (split_part(OLD."answer", '.', 4) <> split_part(NEW."answer", '.', 4) AND NOT (OLD."answer" !~ '^e[0-9]+[.]' AND NEW."answer" ~ '^e[0-9]+[.]'))))
EXECUTE FUNCTION refuse_change();
