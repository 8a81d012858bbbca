ALTER TABLE "data_accesses" DROP CONSTRAINT "data_accesses_application_id_applications_id_fk";
