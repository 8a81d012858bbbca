import { DecideProposal } from "@/domain/core/proposals";
import { wordDuties } from "@/domain/items/policy/words";
import { SearchItems, SuggestItems } from "@/domain/items/schema";
import { FindSynonyms, SetHotWord, WordChange } from "@/domain/items/schema/words";
import { procedureFor, publicReadingProcedure } from "@/server/api/trpc";
import { countSearch, decideWord, proposeWord, setHotWord } from "../commands/words";
import { asksForElderMode } from "../queries/keyword";
import { searchItems } from "../queries/search";
import { suggest } from "../queries/suggest";
import { getWordOffice, listHotWords, listSynonyms, listThemes } from "../queries/words";

const keeping = procedureFor(wordDuties.propose, wordDuties.decide);
const writing = procedureFor(wordDuties.propose);

/** The words of search: synonyms, themes and hot words. */
export const wordProcedures = {
  /** Published items by keyword, pinyin or initials and by filters, best first, keyset-paged; the words are counted. `elderMode`: the query asks for senior mode;
   *  `partly`: every row of this page holds some of what was asked only. */
  search: publicReadingProcedure.input(SearchItems).query(async ({ ctx, input }) => {
    const found = await searchItems(ctx.db, input);
    if (!input.cursor) await countSearch(ctx, input.query, found.rows.length > 0);
    return { ...found, elderMode: asksForElderMode(input.query) };
  }),
  /** Words and items that go on from what is being typed; at most a minute old, counted nowhere. */
  suggest: publicReadingProcedure.input(SuggestItems).query(({ ctx, input }) => suggest(ctx.db, ctx.now, input.query)),
  /** What people search for, pinned words first; at most a minute old. */
  hotWords: publicReadingProcedure.query(({ ctx }) => listHotWords(ctx.db, ctx.now)),
  /** Hot words, what was not found, what waits to be confirmed, and history. */
  getWordOffice: keeping.query(({ ctx }) => getWordOffice(ctx.db, ctx.now)),
  listSynonyms: keeping.input(FindSynonyms).query(({ ctx, input }) => listSynonyms(ctx.db, input)),
  listThemes: keeping.query(({ ctx }) => listThemes(ctx.db)),
  proposeWord: writing.input(WordChange).mutation(({ ctx, input }) => proposeWord(ctx, input)),
  decideWord: keeping.input(DecideProposal).mutation(({ ctx, input }) => decideWord(ctx, input)),
  setHotWord: writing.input(SetHotWord).mutation(({ ctx, input }) => setHotWord(ctx, input)),
};
