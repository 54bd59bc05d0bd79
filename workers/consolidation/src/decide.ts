import type { Contact } from '@callbook/contracts';
import type { CallState, LinkedBy, SuggestionKind } from '@callbook/log';
import { saysSomething } from './action.ts';
import { byAttempt, byLaterAttempt, byMissedNews, tellsMissed } from './attempt.ts';
import type { Known } from './memory.ts';
import type { Newcomer } from './newcomer.ts';
import { isNotice } from './notice.ts';
import { type Repeat, sameMessage, sentAgain } from './repeat.ts';
import { bySameMatter, saidAgain } from './same-matter.ts';
import { COPIED, SAME, scannedAgain, scansLike } from './scanned.ts';
import {
  byAnswers,
  byNumber,
  byQuotedReference,
  byReferences,
  byReplyToken,
  bySlackThread,
  byUnseen,
} from './thread.ts';
import type { Tie } from './tie.ts';

/** What becomes of a contact, with the reasons in words. */
export type Decision = {
  /**
   * `new` opens a call. `joined`, `duplicate` and `revision` belong to one; a machine's notice is `noted` on it, or stays
   * `apart`, in the log and on no call.
   */
  readonly kind: 'new' | 'joined' | 'duplicate' | 'revision' | 'noted' | 'apart';
  readonly callId: string | undefined;
  readonly duplicateOf?: string;
  /** Contacts that turn out to say the same as well: they came when nothing held them together. */
  readonly repeats?: readonly string[];
  readonly linkedBy: LinkedBy;
  readonly why: string;
  readonly confidence?: number;
  /** It is what the call really began with: it came after its answers. */
  readonly begins: boolean;
  /** A call that had ended goes on. */
  readonly reopens: boolean;
  /** Calls that turn out to be parts of this one. */
  readonly folds: readonly { readonly call: CallState; readonly why: string }[];
  readonly suggestions: readonly Suggested[];
};

export type Suggested = {
  readonly kind: SuggestionKind;
  /** The other call; none for a split. */
  readonly callId: string | undefined;
  readonly why: readonly string[];
  readonly confidence: number;
  /** The call that it is suggested on, where that is not the contact's own. */
  readonly of?: string;
};

/** Each finds the contacts that this one says again. The first that finds one decides. */
const REPEATS = [scannedAgain, sameMessage, sentAgain, saidAgain] as const;
/** Each finds the calls that this one answers, the strongest tie first. The first tie without a doubt decides. */
const THREADS = [byReplyToken, byReferences, bySlackThread, byQuotedReference, byAttempt, byNumber] as const;
/** Each finds calls that were opened because something had not come yet. */
const LATE = [byUnseen, byAnswers, byLaterAttempt] as const;

/**
 * Which call a contact belongs to. The order is that of DESIGN §6:
 *
 * 1. The same delivery was sorted out before, by its key; a revision belongs where its contact is.
 * 2. The same message by another way, or sent again, is a duplicate.
 * 3. The same thread: reply address, mails that it answers, a quoted reference; then what answers the same mail or
 *    this one, and came before. What there is a doubt about does not join: it is suggested.
 * 4. The same matter: joined where one person says nearly the same and both times the channel vouches for them, else
 *    suggested, with its reasons. Many people's contacts about one cause are suggested as a group.
 * 5. All else is a new call, and a machine's notice about nothing that is known is no call.
 *
 * One that shows that two calls were opened only because it had not come yet makes them one, where no person has done
 * anything to both.
 */
export function decide(newcomer: Newcomer, known: Known): Decision {
  const { contact } = newcomer;
  if (contact.revises) return revision(newcomer, contact.revises, known);

  const notice = isNotice(contact);
  const [repeat, ...others] = repeatsOf(newcomer, known);
  const ties = THREADS.flatMap((find) => find(newcomer, known));
  const late = LATE.flatMap((find) => find(newcomer, known));
  const threaded = [...ties, ...late].find(isCertain);
  const matter = repeat ? undefined : bySameMatter(newcomer, known, threaded?.call.id);
  if (!repeat && ties.length + late.length === 0 && !matter?.tie)
    return notice
      ? APART
      : { ...NEW, ...copied(newcomer, known), suggestions: distinct(matter?.suggestions ?? [], undefined) };

  const binding = repeat ? undefined : (threaded ?? matter?.tie);
  const call = repeat ? known.callOf(repeat.of) : binding?.call;
  const parts = [
    ...others.map(({ of, why }) => ({ call: known.callOf(of), why })),
    // What is said again may answer something only once: then that is one matter with the other time.
    ...[...(repeat ? ties : []), ...late].filter(isCertain).map(({ call, why }) => ({ call, why })),
  ];
  const { survivor, folds, doubts } = unite(call, parts);
  const doubted = [...(repeat || binding ? [] : ties), ...late].flatMap((tie) =>
    tie.doubt ? [suggested(tie, tie.doubt)] : [],
  );
  const joined = {
    callId: survivor?.id,
    folds,
    suggestions: [
      ...(binding?.remark ? [{ ...suggested(binding, binding.remark), callId: undefined }] : []),
      ...distinct([...doubts, ...doubted, ...(matter?.suggestions ?? [])], survivor),
    ],
  };

  if (repeat) {
    const together = others.filter(({ of }) => isIn(known.callOf(of), [survivor, ...folds.map((fold) => fold.call)]));
    return { ...NEW, ...joined, ...asDuplicate(repeat, together) };
  }
  if (!binding) return notice ? APART : { ...NEW, ...joined };
  const { linkedBy, why, confidence, late: begins = false } = binding;
  return {
    ...joined,
    ...{ kind: notice ? 'noted' : 'joined', linkedBy, why, ...(confidence !== undefined && { confidence }) },
    begins: begins && !notice && survivor?.untouched === true,
    // A button says by itself what it is to do: stars for a call that has ended do not open it.
    reopens: !notice && !begins && saysSomething(contact) && survivor?.endedAt !== undefined,
  };
}

const NEW: Decision = {
  ...{ kind: 'new', callId: undefined, linkedBy: 'new', why: 'nothing known that it belongs to' },
  ...{ begins: false, reopens: false, folds: [], suggestions: [] },
};
const APART: Decision = { ...NEW, kind: 'apart', why: 'a machine answers or reports something that is not known here' };

function revision(newcomer: Newcomer, { key, cause }: NonNullable<Contact['revises']>, known: Known): Decision {
  const { contact } = newcomer;
  const revised = { ...NEW, kind: 'revision', linkedBy: 'thread', why: `${cause} of a contact` } as const;
  const again = rescan(newcomer, key, known);
  if (again) return { ...revised, ...again };
  const missed = tellsMissed(contact) ? known.withKey(key) : undefined;
  const call = missed && known.callOf(missed);
  if (!call || call.endedAt !== undefined)
    return { ...revised, ...laterMatter(newcomer, known.callOfRevised(key), known) };
  const { survivor, folds, doubts } = unite(call, byMissedNews(contact, known));
  return { ...revised, callId: survivor?.id, folds, suggestions: distinct(doubts, survivor) };
}

/** What was read of a scan: it may turn out to be of a sheet that was scanned before, or of a copy of one. */
function rescan({ contact }: Newcomer, key: string, known: Known): Partial<Decision> | undefined {
  const { same, copies } = scansLike(contact, known);
  const [first] = same;
  const id = known.idOf(key);
  const callId = known.callOfRevised(key);
  if (!first || id === undefined) return copies.length > 0 ? { callId, why: COPIED } : undefined;
  const own = callId === undefined ? undefined : known.callOf({ id, callId });
  const { survivor, folds, doubts } = unite(known.callOf(first), own ? [{ call: own, why: SAME }] : []);
  return {
    ...{ callId: survivor?.id ?? callId, why: SAME, folds, suggestions: distinct(doubts, survivor) },
    ...{ duplicateOf: first.duplicateOf ?? first.id, repeats: [id] },
  };
}

/** What is understood only now may be about another call as well. It stays where it is: that may be a person's decision. */
function laterMatter(newcomer: Newcomer, callId: string | undefined, known: Known) {
  const { suggestions } = bySameMatter(newcomer, known, callId);
  return { callId, suggestions: callId === undefined ? [] : distinct(suggestions, { id: callId }) };
}

function copied({ contact }: Newcomer, known: Known): Partial<Decision> {
  return scansLike(contact, known).copies.length > 0 ? { why: COPIED } : {};
}

function asDuplicate({ of, why, confidence }: Repeat, together: readonly Repeat[]) {
  // One that was said three times is a repetition of the first time, twice.
  const duplicateOf = first(of);
  const repeats = together.map((other) => first(other.of)).filter((id) => id !== duplicateOf);
  return {
    ...({ kind: 'duplicate', duplicateOf, repeats, linkedBy: 'thread', why } as const),
    ...(confidence !== undefined && { confidence }),
  };
}

function first({ id, duplicateOf }: Repeat['of']): string {
  return duplicateOf ?? id;
}

function isIn(call: CallState | undefined, calls: readonly (CallState | undefined)[]): boolean {
  return calls.some((one) => one?.id === call?.id);
}

/**
 * The call that stays when several turn out to be one: one that a person has done something to, of these rather the one
 * that the contact joins by itself; else the one that began first.
 */
function unite(call: CallState | undefined, parts: readonly { call: CallState | undefined; why: string }[]) {
  const calls = new Map<string, CallState>();
  for (const one of [call, ...parts.map((part) => part.call)]) if (one) calls.set(one.id, one);
  const byAge = [...calls.values()].sort((a, b) => (a.firstSaidAt < b.firstSaidAt ? -1 : 1));
  const survivor = call?.untouched === false ? call : (byAge.find(({ untouched }) => !untouched) ?? byAge[0]);
  const rest = byAge
    .filter((one) => one !== survivor)
    .map((one) => ({
      call: one,
      why: parts.find((part) => part.call?.id === one.id)?.why ?? 'one contact belongs to both',
    }));
  return {
    survivor,
    folds: rest.filter((one) => one.call.untouched),
    doubts: rest
      .filter((one) => !one.call.untouched)
      .map((one): Suggested => ({ kind: 'same-matter', callId: one.call.id, why: [one.why], confidence: 0.8 })),
  };
}

function suggested({ call, why }: Tie, doubt: NonNullable<Tie['doubt']>): Suggested {
  return { kind: doubt.kind, callId: call.id, why: [why, doubt.why], confidence: doubt.confidence };
}

/** One suggestion of a kind for each other call, the strongest. */
function distinct(suggestions: readonly Suggested[], own: Pick<CallState, 'id'> | undefined): Suggested[] {
  const first = new Map<string, Suggested>();
  for (const one of suggestions) {
    const pair = `${one.of} ${one.callId} ${one.kind === 'same-cause'}`;
    if (one.callId !== (one.of ?? own?.id) && !first.has(pair)) first.set(pair, one);
  }
  return [...first.values()];
}

function isCertain({ doubt }: Tie): boolean {
  return doubt === undefined;
}

function repeatsOf(newcomer: Newcomer, known: Known): Repeat[] {
  for (const find of REPEATS) {
    const found = find(newcomer, known);
    if (found.length > 0) return found;
  }
  return [];
}
