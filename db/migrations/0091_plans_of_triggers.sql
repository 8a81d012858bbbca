-- What these look up is found by an index, in a table of any size. A plan made while the table, or the part of a new year, was
-- small would read it whole, and a session keeps its plans; one made anew for every row costs more than what it finds.
ALTER FUNCTION event_is_new() SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off;
--> statement-breakpoint
ALTER FUNCTION event_is_there() SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off;
--> statement-breakpoint
ALTER FUNCTION keep_open_kinds() SET plan_cache_mode TO force_generic_plan SET enable_seqscan TO off;
