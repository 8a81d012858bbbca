CREATE TABLE "planned_closures" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"department_id" uuid,
	"division_code" text,
	"item_code" text,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"notice_days" integer NOT NULL,
	"why" jsonb NOT NULL,
	"instead" jsonb NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" uuid,
	"end_reason" text,
	CONSTRAINT "planned_closures_proposalId_unique" UNIQUE("proposal_id"),
	CONSTRAINT "planned_closures_forward" CHECK ("planned_closures"."ends_at" > "planned_closures"."starts_at"),
	CONSTRAINT "planned_closures_scope" CHECK (case "planned_closures"."scope" when 'portal' then num_nonnulls("planned_closures"."department_id", "planned_closures"."division_code", "planned_closures"."item_code") = 0
    when 'department' then "planned_closures"."department_id" is not null and num_nonnulls("planned_closures"."division_code", "planned_closures"."item_code") = 0
    when 'division' then "planned_closures"."division_code" is not null and num_nonnulls("planned_closures"."department_id", "planned_closures"."item_code") = 0
    else "planned_closures"."item_code" is not null and num_nonnulls("planned_closures"."department_id", "planned_closures"."division_code") = 0 end),
	CONSTRAINT "planned_closures_ended_whole" CHECK (num_nonnulls("planned_closures"."ended_at", "planned_closures"."ended_by", "planned_closures"."end_reason") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "planned_closures" ADD CONSTRAINT "planned_closures_department_id_departments_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."departments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_closures" ADD CONSTRAINT "planned_closures_division_code_divisions_code_fk" FOREIGN KEY ("division_code") REFERENCES "public"."divisions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "planned_closures_ends" ON "planned_closures" USING btree ("ends_at");