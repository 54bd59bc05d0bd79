import { createHash, timingSafeEqual } from 'node:crypto';
import { readScanTicket } from '@callbook/contracts';
import type { Request } from 'express';
import type { Station } from './station.ts';

/** Who hands scans in, and where they go. */
export type Caller = { readonly station: Station; readonly takenBy?: string | undefined };

/** Tells who sends a request; undefined for who may not hand in anything. */
export type Access = (request: Request) => Caller | undefined | Promise<Caller | undefined>;

/** By the token of a tray. All are compared, each in the same time, so that nothing is learnt from how long it takes. */
export function byToken(stations: readonly Station[]): Access {
  const tokens = stations.flatMap((station) =>
    station.tray.token === undefined ? [] : [{ station, digest: digestOf(station.tray.token) }],
  );
  return (request) => {
    const shown = bearerOf(request);
    if (shown === undefined) return undefined;
    const digest = digestOf(shown);
    const [found] = tokens.filter((token) => timingSafeEqual(token.digest, digest));
    return found && { station: found.station };
  };
}

/** By a ticket that the desk has signed for one of its agents. No cookie is looked at: no other site can send one along. */
export function byTicket(stations: readonly Station[], secret: string, now: () => Date): Access {
  return (request) => {
    const shown = bearerOf(request);
    const ticket = shown === undefined ? undefined : readScanTicket(shown, secret, now());
    const station = ticket && stations.find(({ tray }) => tray.name === ticket.tray);
    return station && { station, takenBy: ticket.by };
  };
}

/** By the first of these ways by which somebody may. */
export function byAnyOf(...ways: readonly Access[]): Access {
  return async (request) => {
    for (const way of ways) {
      const caller = await way(request);
      if (caller) return caller;
    }
    return undefined;
  };
}

/** RFC 6750 §2.1. */
function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.get('authorization') ?? '')?.[1];
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
