import type { NextConfig } from "next";

const config: NextConfig = { poweredByHeader: false, typescript: { ignoreBuildErrors: true }, serverExternalPackages: ["pg"] };

// oxlint-disable-next-line import/no-default-export -- Next looks for it
export default config;
