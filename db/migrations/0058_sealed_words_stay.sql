-- Of what is append-only a sealed word may be wrapped by a new key, or sealed where it was kept in the clear; what it says never changes.
CREATE TRIGGER delivery_events_words_stay BEFORE UPDATE OF "note" ON "delivery_events" FOR EACH ROW
WHEN ((OLD."note" IS NULL) <> (NEW."note" IS NULL) OR (split_part(OLD."note", '.', 4) <> split_part(NEW."note", '.', 4) AND NOT (OLD."note" !~ '^e[0-9]+[.]' AND NEW."note" ~ '^e[0-9]+[.]')))
EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER urging_turns_words_stay BEFORE UPDATE OF "text" ON "urging_turns" FOR EACH ROW
WHEN (split_part(OLD."text", '.', 4) <> split_part(NEW."text", '.', 4) AND NOT (OLD."text" !~ '^e[0-9]+[.]' AND NEW."text" ~ '^e[0-9]+[.]'))
EXECUTE FUNCTION refuse_change();
