import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { env } from "@/env";
import { fetchObjects, putObjects } from "@/server/core/process/backup/files";
import { objectStorage } from "@/server/core/storage";
import { runCommand, UsageError } from "./lib/command";

const usage = `Copies files between the data folder and the bucket of S3_URL and S3_BUCKET, as far as they are not there yet.

  npm run files:copy -- --to bucket   what DATA_DIR/files holds: before the first start with a bucket, or after a restore
  npm run files:copy -- --to disk     what the bucket holds: to go back, or as a copy of its own

It deletes nothing and may be repeated. Run it once while the portal still works with the old place, switch over, and run it again:
what came in between follows. Exit code: 0 done, 1 failed, 3 wrong usage.`;

async function main(): Promise<number> {
  const { values: { to } } = parseArgs({ options: { to: { type: "string" } } });
  const { objects, DATA_DIR } = env();
  if (!objects) throw new UsageError("Set S3_URL, S3_BUCKET and S3_KEY");
  const [folder, bucket] = [resolve(DATA_DIR, "files"), objectStorage(objects)];
  await bucket.check();
  if (to === "bucket") {
    const { files, put } = await putObjects(folder, bucket);
    process.stdout.write(`${files} files in ${folder}, ${put} of them put into ${objects.bucket} now\n`);
  } else if (to === "disk") process.stdout.write(`${(await fetchObjects(bucket, folder)).length} files of ${objects.bucket} are in ${folder}\n`);
  else throw new UsageError("Say where to: --to bucket or --to disk");
  return 0;
}

await runCommand(main, { usage });
