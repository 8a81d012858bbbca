-- The words of a purpose may be wrapped by a new key; what they say never changes.
CREATE TRIGGER certificate_uses_words_stay BEFORE UPDATE OF "purpose" ON "certificate_uses" FOR EACH ROW
WHEN (split_part(OLD."purpose", '.', 4) <> split_part(NEW."purpose", '.', 4))
EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER usage_grants_words_stay BEFORE UPDATE OF "purpose" ON "usage_grants" FOR EACH ROW
WHEN (split_part(OLD."purpose", '.', 4) <> split_part(NEW."purpose", '.', 4))
EXECUTE FUNCTION refuse_change();
