// Forked to be killed: works the jobs of a portal, and nothing else.
import { startJobs } from "@/server/jobs";

process.once("disconnect", () => process.exit(1));
// Its parent may have gone while it was loading.
if (process.send && !process.connected) process.exit(1);
await startJobs();
// It listens nowhere; that it works is what a supervisor waits for.
process.send?.({ port: 0 });
