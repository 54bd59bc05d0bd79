import { createHash, timingSafeEqual } from 'node:crypto';
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
    const shown = /^Bearer +(\S+)\s*$/i.exec(request.get('authorization') ?? '')?.[1];
    if (shown === undefined) return undefined;
    const digest = digestOf(shown);
    const [found] = tokens.filter((token) => timingSafeEqual(token.digest, digest));
    return found && { station: found.station };
  };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
