/** The form of a system as its schema takes it: lines become lists, and what was left empty is left out. */
export function readClientForm(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const lines = (name: string) => text(name).split(/\s+/).filter(Boolean);
  const read = {
    name: text("name"), nameEn: text("nameEn"), departmentUscc: text("departmentUscc").toUpperCase(),
    redirectUris: lines("redirectUris"), postLogoutRedirectUris: lines("postLogoutRedirectUris"), backchannelLogoutUri: text("backchannelLogoutUri"),
    scopes: form.getAll("scopes").map(String), minAssuranceLevel: text("minAssuranceLevel"),
    authMethod: text("authMethod"), keys: text("keys") ? parsed(text("keys")) : "", idTokenAlgorithm: text("idTokenAlgorithm"),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== ""));
}

/** What is no JSON is refused by the schema, at its field. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
