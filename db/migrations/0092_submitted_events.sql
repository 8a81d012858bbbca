-- The cases received in a period, the latest first, without reading what else was done to them.
-- safe: of tens of millions of rows the parts have it before the upgrade, made concurrently; it is found there and taken (docs/operations.md).
CREATE INDEX IF NOT EXISTS "application_events_submitted" ON "application_events" USING btree ("at","id") WHERE "application_events"."action" = 'submit';
