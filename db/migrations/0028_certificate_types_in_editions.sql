ALTER TABLE "certificate_types" DROP COLUMN "issuer_text";--> statement-breakpoint
ALTER TABLE "certificate_types" DROP COLUMN "holder_kinds";--> statement-breakpoint
ALTER TABLE "certificate_types" DROP COLUMN "validity_text";--> statement-breakpoint
ALTER TABLE "certificate_types" DROP COLUMN "basis";--> statement-breakpoint
ALTER TABLE "certificate_types" DROP COLUMN "aliases";--> statement-breakpoint
ALTER TABLE "certificate_types" DROP COLUMN "source";