import { HOUR } from '@callbook/contracts';
import { findCallsLink, type Log } from '@callbook/log';
import type { Request, Response } from 'express';
import { readToken, signToken, type Token } from './token.ts';

/** Somebody who looks at their calls: whoever opened the link that was sent to their address. */
export type Visitor = {
  /** Of the visit: the same for all that is opened with one link. */
  readonly id: string;
  readonly address: string;
};

/** A link is good for so long, as its mail says. */
const LINK_LASTS = 24 * HOUR;
/** A visit ends after so long, whatever is done; the link opens another one. A browser may be many people's. */
const VISIT_LASTS = 2 * HOUR;
/** Sent to nothing but `/contact`. */
const COOKIE = { name: 'callbook-calls', path: '/contact' } as const;

export type Visits = {
  /** The token of the link that a mail with this id carries. */
  link(id: string): string;
  /**
   * Opens the calls of a link's address in this browser. The link is not used up, and nothing is written down: programs
   * look into the links of mails. False where it is not ours, too old, or was never sent.
   */
  open(link: string, response: Response): Promise<boolean>;
  /** Undefined: nobody, or not any more. */
  find(request: Request): Promise<Visitor | undefined>;
  leave(response: Response): void;
};

type VisitDeps = {
  readonly log: Log;
  readonly secret: string;
  readonly now: () => Date;
  /** Whether people reach the desk by TLS: the cookie is then sent by nothing else. */
  readonly secure: boolean;
};

/** Links are exchanged for a cookie, so that they stay out of the address bar and its history. */
export function openVisits({ log, secret, now, secure }: VisitDeps): Visits {
  const cookie = { httpOnly: true, sameSite: 'lax', secure, path: COOKIE.path } as const;
  const isFresh = ({ at }: Token, span: number) => at <= now().getTime() && now().getTime() - at < span;
  return {
    link: (id) => signToken({ id, at: now().getTime() }, 'calls-link', secret),
    async open(link, response) {
      const token = readToken(link, 'calls-link', secret);
      if (!token || !isFresh(token, LINK_LASTS) || (await findCallsLink(log.db, token.id)) === undefined) return false;
      const visit = signToken({ id: token.id, at: now().getTime() }, 'calls-visit', secret);
      response.cookie(COOKIE.name, visit, cookie);
      return true;
    },
    async find(request) {
      const token = readToken(cookieOf(request) ?? '', 'calls-visit', secret);
      if (!token || !isFresh(token, VISIT_LASTS)) return undefined;
      const address = await findCallsLink(log.db, token.id);
      return address === undefined ? undefined : { id: token.id, address };
    },
    leave: (response) => void response.clearCookie(COOKIE.name, cookie),
  };
}

/** RFC 6265 §4.2.1. A token needs no quotes and no escapes. */
function cookieOf({ headers }: Request): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE.name)?.[1];
}
