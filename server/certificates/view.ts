import { availableEditionActions, lintType } from "@/domain/certificates/policy/catalogue";
import { editionChanges } from "@/domain/certificates/rules/changes";
import type { User } from "@/domain/core/actor";
import { missingGlyphs } from "@/server/core/documents/fonts";
import type { TypeInEditing } from "./queries/catalogue";

/** A type's page: its facts, the draft with what it changes and what is wrong with it, its history, and what may be done. */
export function typeView(actor: User, { type, editions, draft, current, edits, facts }: TypeInEditing) {
  return {
    id: type.id, code: type.code, name: type.name,
    current: current ? { number: current.number, content: current.content, publishedAt: current.publishedAt?.toISOString() ?? null } : null,
    draft: draft ? {
      number: draft.number, version: draft.version, content: draft.content, updatedAt: draft.updatedAt.toISOString(),
      changes: current ? editionChanges(current.content, draft.content) : [],
      problems: lintType(draft.content, { code: type.code, unprintable: missingGlyphs }),
    } : null,
    history: editions.filter(({ edition }) => edition.status !== "draft").map(({ edition, publisher }, at, published) => {
      const before = published[at + 1]?.edition;
      return { number: edition.number, status: edition.status, publishedAt: edition.publishedAt?.toISOString() ?? null, publisher, changes: before ? editionChanges(before.content, edition.content) : [] };
    }),
    edits,
    ownEdit: edits.some(({ accountId }) => accountId === actor.id),
    actions: availableEditionActions(actor, facts),
  };
}
