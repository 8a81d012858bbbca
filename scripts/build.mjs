// `npm run build`: the build alone, for an image that is started elsewhere.
import { buildIfStale } from "./lib/build.mjs";
import { prepare } from "./lib/setup.mjs";

await buildIfStale(await prepare());
