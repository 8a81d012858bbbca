import { isIn, type Actor } from "@/domain/core/actor";
import { parseUscc } from "@/domain/core/codes";
import type { ErrorParams } from "@/domain/core/errors";
import { lintLayout, type Unprintable } from "@/domain/items/policy/lint-layout";
import type { CertificateTypeContent } from "../schema/catalogue";

const editionActions = ["openEdition", "saveEdition", "publishEdition", "discardEdition"] as const;
export type EditionAction = (typeof editionActions)[number];

/** An editor of items prepares an edition of the catalogue, a publisher answers for it. */
const doers = {
  openEdition: ["itemEditor"], saveEdition: ["itemEditor"], publishEdition: ["itemPublisher"], discardEdition: ["itemEditor", "itemPublisher"],
} as const satisfies Record<EditionAction, readonly string[]>;

/** `draft.editors` is everyone who opened or saved the draft. */
export type EditionFacts = { published: boolean; draft: { editors: readonly string[] } | null };

/**
 * Why this actor may not do this to a certificate type, as an error code; nothing when they may. Whoever edited an edition
 * does not publish it (`certificates.ownEdition`).
 */
export function editionHindrance(actor: Actor, action: EditionAction, { published, draft }: EditionFacts): string | undefined {
  if (actor.kind !== "user" || !isIn(actor, doers[action])) return "access.forbidden";
  if (action === "openEdition") return draft ? "certificates.draftExists" : published ? undefined : "certificates.nothingPublished";
  if (!draft) return "certificates.noDraft";
  return action === "publishEdition" && draft.editors.includes(actor.id) ? "certificates.ownEdition" : undefined;
}

/** What the page offers and what the server accepts, from one function. */
export const availableEditionActions = (actor: Actor, facts: EditionFacts): EditionAction[] => editionActions.filter((action) => !editionHindrance(actor, action, facts));

type TypeProblem = { field: string; code: string; severity: "error" | "warning"; params: ErrorParams };

/** What is wrong with an edition before it is published; `code` is the type's code (GB/T 36904), codes are message keys under `errors`. */
export function lintType(content: CertificateTypeContent, { code, unprintable }: { code: string; unprintable?: Unprintable }): TypeProblem[] {
  const { fields, layout } = content;
  const keys = fields.map(({ key }) => key);
  return [
    ...(parseUscc(code.slice(0, 18)) ? [] : [problem("code", "certificates.typeCodeMalformed", "error")]),
    ...keys.filter((key, at) => keys.indexOf(key) < at).map((key) => problem("fields", "certificates.fieldTwice", "error", { key })),
    ...(fields.length === 0 ? [problem("fields", "certificates.noFields", "warning")] : []),
    ...(content.directoryKind ? [] : [problem("directoryKind", "certificates.directoryKindMissing", "warning")]),
    ...(content.issuingLevel ? [] : [problem("issuingLevel", "certificates.issuingLevelMissing", "warning")]),
    ...(content.linkedItems.length > 0 ? [] : [problem("linkedItems", "certificates.noLinkedItem", "warning")]),
    ...(content.linkedItems.filter((item, at) => content.linkedItems.indexOf(item) < at).map((item) => problem("linkedItems", "certificates.linkedTwice", "error", { item }))),
    ...(content.definingOrgan.name ? [] : [problem("definingOrgan", "certificates.organMissing", "warning")]),
    ...(layout ? lintLayout(layout, content, unprintable) : []),
  ];
}

const problem = (field: string, code: string, severity: TypeProblem["severity"], params: ErrorParams = {}): TypeProblem => ({ field, code, severity, params });
