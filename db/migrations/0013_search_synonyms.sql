CREATE TABLE "search_synonyms" (
	"spoken" text NOT NULL,
	"official" text NOT NULL,
	CONSTRAINT "search_synonyms_spoken_official_pk" PRIMARY KEY("spoken","official")
);
