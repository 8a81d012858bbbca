ALTER TABLE "oidc_clients" ADD COLUMN "api_scopes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "oidc_clients" ADD COLUMN "api_daily_quota" integer DEFAULT 1000 NOT NULL;--> statement-breakpoint
ALTER TABLE "oidc_clients" ADD CONSTRAINT "oidc_clients_quota" CHECK ("oidc_clients"."api_daily_quota" between 1 and 1000000);