import type { CallStatus } from '@callbook/contracts';

/** What can be said to a requester, or to a colleague, in one language. */
export type Words = {
  /** BCP 47: how times are written. */
  readonly language: string;
  /** Begins a letter; to nobody in particular where the name is not known. */
  hello(name: string | undefined): string;
  /** Their matter has come, under this title. */
  received(reference: string, title: string): string;
  /** Who works on it. */
  goesTo(department: string): string;
  /** A person answers by then. */
  answerBy(time: string): string;
  /** A person answers, nobody knows when. */
  answerFollows(): string;
  /** Nobody is there now. The time is when somebody is, where that is known. */
  closed(opens: string | undefined): string;
  /** How to add something. */
  addByAnswering(): string;
  /** What to do when that is too late. */
  urgent(): string;
  /** Where to see how it stands. */
  lookUp(link: string): string;
  /** A link to all of somebody's calls: the whole mail, in paragraphs. It is good for a day. */
  readonly link: { readonly subject: string; text(link: string): readonly string[] };
  /** Under the news that it is resolved. */
  rate(link: string): string;
  /** How the call stands now. */
  status(reference: string, status: CallStatus): string;
  /** What the service that it is about needs to know, before a numbered list of it. */
  questions(): string;
  /** What is said in a text message. */
  readonly short: ShortWords;
  /** To a colleague: somebody should have answered by then, or should have been done; or must soon. */
  due(what: 'respondBy' | 'resolveBy', time: string, late: boolean): string;
};

/**
 * For text messages, which are paid for by their length: in the letters of GSM 03.38 alone, since any other one halves what
 * fits into one.
 */
export type ShortWords = {
  /** Their matter has come. */
  received(reference: string): string;
  answerBy(time: string): string;
  answerFollows(): string;
  closed(opens: string): string;
  /** What to do when that is too late. */
  urgent(): string;
  /** So many questions would be too long a message; they stand at that address. */
  questionsAt(count: number, link: string): string;
};
