ALTER TABLE "oidc_models" DROP CONSTRAINT "oidc_models_kind_id_digest_pk";--> statement-breakpoint
ALTER TABLE "oidc_models" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "oidc_models_once" ON "oidc_models" USING btree ("kind","id_digest");
