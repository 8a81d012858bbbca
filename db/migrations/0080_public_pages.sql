-- Public pages are kept in the memory of every process. Whatever they show tells here, at its commit, that it is another now:
-- by trigger, so that no way of changing it can forget. An item tells its code, any other table its name.
create function public_pages_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('public_pages', tg_table_name);
  return null;
end $$;
--> statement-breakpoint
create function public_item_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('public_pages', 'items:' || coalesce(new.code, old.code));
  return null;
end $$;
--> statement-breakpoint
create trigger public_pages_inserted after insert on service_items for each row execute function public_item_changed();
--> statement-breakpoint
create trigger public_pages_updated after update on service_items for each row when (old.* is distinct from new.*) execute function public_item_changed();
--> statement-breakpoint
create trigger public_pages_deleted after delete on service_items for each row execute function public_item_changed();
--> statement-breakpoint
do $$
declare
  shown text;
begin
  foreach shown in array array['item_successors', 'item_retirements', 'certificate_types', 'departments', 'divisions', 'service_windows', 'calendar_days', 'calendar_years', 'planned_closures', 'life_events', 'texts', 'hot_words', 'search_themes'] loop
    execute format('create trigger public_pages_changed after insert or update or delete or truncate on %I for each statement execute function public_pages_changed()', shown);
  end loop;
end $$;
