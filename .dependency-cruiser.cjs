// Nouns in the order they may depend on one another: each may use those before it, never those after it.
const order = ["departments", "identity", "organisations", "delegations", "forms", "items", "certificates", "applications", "lifeEvents", "notices", "ratings", "enquiries", "supervision", "records", "audit", "operations"];

const only = (name, from, allowed, comment) => ({
  name, comment, severity: "error",
  from: { path: from, pathNot: "\\.test\\.tsx?$" },
  to: { path: "^(app|server|domain|db|e2e|scripts|bench|env\\.ts)", pathNot: allowed },
});

const nounOrder = order.slice(0, -1).map((noun, i) => ({
  name: `order-${noun}`, severity: "error",
  comment: `${noun} comes before ${order.slice(i + 1).join(", ")}: it may not know them.`,
  from: { path: `^(domain|server)/${noun}/`, pathNot: "\\.test\\.ts$" },
  to: { path: `^(domain|server)/(${order.slice(i + 1).join("|")})/` },
}));

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    only("domain-is-pure", "^domain/", ["^domain/"], "Rules know nothing of databases, requests or screens."),
    { name: "domain-packages", severity: "error", comment: "domain/ may use zod and nothing else.",
      from: { path: "^domain/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: "node_modules/zod/" } },
    only("db-below-server", "^db/", ["^db/", "^domain/", "^env\\.ts"], "Tables may share enums with the rules; nothing more."),
    only("server-below-app", "^server/", ["^server/", "^domain/", "^db/", "^env\\.ts"], "The server does not know the screens."),
    only("app-through-api", "^app/", ["^app/", "^domain/", "^server/(api|auth)/", "^env\\.ts"], "Screens reach data through a tRPC procedure only."),
    { name: "client-never-loads-server", severity: "error", comment: "A screen may take the server's types, never its code.",
      from: { path: "^app/", pathNot: ["/(page|layout|route|default|not-found|forbidden|actions)\\.tsx?$", "^app/_trpc/server\\.ts$", "^app/_shared/session\\.ts$", "^app/_shared/identity/kept\\.ts$"] },
      to: { path: "^(server|db)/", dependencyTypesNot: ["type-only"] } },
    { name: "routers-are-thin", severity: "error", comment: "Routers call commands and queries; they never see tables.",
      from: { path: "^server/[^/]+/router\\.ts$" }, to: { path: "^db/|drizzle-orm" } },
    { name: "one-router-door", severity: "error", comment: "A noun's router is for root.ts; its commands and queries are for its neighbours.",
      from: { path: "^server/", pathNot: ["^server/api/root\\.ts$", "\\.test\\.ts$"] }, to: { path: "^server/[^/]+/router\\.ts$" } },
    { name: "only-commands-write", severity: "error", comment: "commit() is the only door to a write.",
      from: { path: "^server/", pathNot: ["/commands(\\.ts|/)", "^server/(jobs|auth)/", "\\.test(ing)?\\.ts$"] },
      to: { path: "^server/core/commit\\.ts$", dependencyTypesNot: ["type-only"] } },
    { name: "queries-do-not-command", severity: "error", from: { path: "/queries(\\.ts|/)" }, to: { path: "/commands(\\.ts|/)" } },
    { name: "e2e-is-outside", severity: "error", comment: "Journeys drive the browser; they may seed through db and read domain names.",
      from: { path: "^e2e/" }, to: { path: "^(app|server)/" } },
    { name: "env-has-one-reader", severity: "error", comment: "Only env.ts reads process.env; domain never sees it.",
      from: { path: "^domain/" }, to: { path: "^env\\.ts" } },
    ...nounOrder,
  ],
  options: { tsConfig: { fileName: "tsconfig.json" }, tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" } },
};
