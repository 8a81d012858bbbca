CREATE TABLE "supervision_marks" (
	"name" text PRIMARY KEY NOT NULL,
	"position" uuid NOT NULL
);
