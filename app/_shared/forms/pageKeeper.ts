import { agreedAfter, isAlike, type AnswerConflict } from "@/domain/forms/rules/inputs";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { IsLost } from "./patient";
import { SaveQueue, type QueueStatus } from "./saveQueue";
import type { Typing } from "./typing";

/** What the server says after a page was saved. */
export type SavedPage = { savedAt: string; stored: RawAnswers; raw: RawAnswers; conflicts: readonly AnswerConflict[]; taken: readonly string[] };

/** What a page has agreed on with the server, what awaits a choice, and what another place changed that is not shown here yet. */
export type Agreed = { base: RawAnswers; stored: RawAnswers; conflicts: readonly AnswerConflict[]; news: readonly string[] };

export type KeeperTold = { status: QueueStatus; onDevice: boolean; agreed: Agreed };

type Work = {
  /** The page as it stands in its inputs; nothing once it has gone. */
  read: () => RawAnswers | undefined;
  save: (page: { raw: RawAnswers; base: RawAnswers }) => Promise<SavedPage>;
  isLost: IsLost;
  /** Keeps on this device what the server does not have; says whether it could. */
  keep: (typing: Typing) => Promise<boolean>;
  drop: () => void;
  /** Lets other tabs know that something was saved here. */
  announce: () => void;
  tell: (told: KeeperTold) => void;
};

const page = "page";
const keepQuietMs = 200;

/**
 * Keeps one page of a draft from being lost: what is typed lies on this device within a moment and stays there until the server
 * has all of it; it is saved when the typing rests, for as long as it takes where the network is away; and what another tab,
 * device or person saved meanwhile is neither overwritten nor hidden.
 */
export class PageKeeper {
  private readonly queue: SaveQueue;
  private agreed: Agreed;
  private status: QueueStatus = { state: "idle", at: null, unsaved: 0 };
  private onDevice = false;
  private typedHere = false;
  /** As it stood when somebody typed last, for when the page has gone. */
  private last: RawAnswers | undefined;
  /** Sent, and no answer came: the server may have it all the same. */
  private sent: RawAnswers[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly work: Work;

  constructor(work: Work, start: RawAnswers) {
    this.work = work;
    this.agreed = { base: start, stored: start, conflicts: [], news: [] };
    this.queue = new SaveQueue({ isLost: work.isLost, send: () => this.send(), tell: (status) => this.put({ status }) });
  }

  /** Somebody typed. */
  readonly changed = (): void => {
    this.typedHere = true;
    this.last = this.work.read();
    this.queue.changed(page);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.keepNow, keepQuietMs);
  };

  /** Another tab saved this page: asks how it stands now. */
  readonly elsewhere = (): void => this.queue.changed(page);

  /** Saves at once: the network is back, the page is left, or somebody asks for it. */
  readonly now = (): void => {
    if (this.typedHere) this.keepNow();
    this.queue.now();
  };

  readonly isBusy = (): boolean => this.queue.isBusy();
  readonly settled = (): Promise<void> => this.queue.settled();

  /** The page itself is being sent, with all that is in it. */
  readonly handOver = (): void => {
    this.keepNow();
    this.queue.handOver();
  };

  /** The server has answered to the page itself. */
  readonly reset = ({ base, conflicts }: Pick<Agreed, "base" | "conflicts">): void => {
    this.queue.cameBack();
    this.put({ agreed: { base, stored: base, conflicts, news: [] } });
  };

  /** All of it is on the server. */
  readonly done = (): void => {
    clearTimeout(this.timer);
    this.typedHere = false;
    this.onDevice = false;
    this.work.drop();
  };

  /** Goes on with what was left here: from where it had agreed with the server. */
  readonly resume = ({ sent }: Pick<Typing, "sent">, base: RawAnswers): void => {
    this.sent = sent ? [sent] : [];
    this.put({ agreed: { ...this.agreed, base } });
    this.changed();
  };

  /** What another place changed is shown here now. */
  readonly showsNews = (): void => {
    const { base, stored, conflicts } = this.agreed;
    this.put({ agreed: { base: agreedAfter(base, stored, { conflicts, taken: [] }), stored, conflicts, news: [] } });
  };

  /** The page goes; what was typed last goes to the server once more. */
  readonly stop = (): void => {
    if (this.typedHere) this.now();
    clearTimeout(this.timer);
    this.queue.stop();
  };

  private readonly read = (): RawAnswers | undefined => this.work.read() ?? this.last;

  private put(next: Partial<KeeperTold>): void {
    this.status = next.status ?? this.status;
    this.agreed = next.agreed ?? this.agreed;
    this.onDevice = next.onDevice ?? this.onDevice;
    this.work.tell({ status: this.status, agreed: this.agreed, onDevice: this.onDevice });
  }

  private readonly keepNow = (): void => {
    clearTimeout(this.timer);
    const raw = this.read();
    if (!raw) return;
    const typing = { raw, base: this.agreed.base, sent: this.sent.at(-1) ?? null, at: new Date().toISOString() };
    void this.work.keep(typing).then((onDevice) => onDevice !== this.onDevice && this.put({ onDevice }));
  };

  private async send(): Promise<string> {
    const raw = this.read();
    if (!raw) return new Date().toISOString();
    const typed = this.typedHere;
    this.typedHere = false;
    try {
      const saved = await this.work.save({ raw, base: this.agreed.base });
      this.settle(saved);
      if (typed) this.work.announce();
      return saved.savedAt;
    } catch (error) {
      this.typedHere ||= typed;
      if (this.work.isLost(error)) this.sent.push(raw);
      throw error;
    }
  }

  private settle({ stored, raw, conflicts: told, taken }: SavedPage): void {
    // What this page sent itself, without hearing that it arrived, is nobody else's.
    const isOwn = ({ fieldId, theirs }: AnswerConflict) => this.sent.some((sent) => isAlike(sent, theirs, fieldId));
    const conflicts = told.filter((conflict) => !isOwn(conflict));
    this.sent = [];
    this.put({ agreed: { base: agreedAfter(this.agreed.base, stored, { conflicts, taken: [...taken] }), stored, conflicts, news: taken } });
    if (conflicts.length < told.length) this.changed();
    const isUnstored = Object.values(raw).flat().some((text) => text !== "");
    if (this.typedHere || isUnstored || conflicts.length > 0) this.keepNow();
    else this.done();
  }
}
