CREATE TABLE "waiting_line" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"taken" bigint DEFAULT 0 NOT NULL,
	"admitted" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "waiting_line_is_one" CHECK ("waiting_line"."id" = 1),
	CONSTRAINT "waiting_line_in_order" CHECK ("waiting_line"."admitted" between 0 and "waiting_line"."taken")
);
--> statement-breakpoint
insert into waiting_line default values;
