import { CallbookError, isCallbookError } from '@callbook/contracts';
import type { App, ReceiverEvent } from '@slack/bolt';
import { type Json, teamsIn, text } from './payload.ts';
import type { Station } from './station.ts';
import { type Raw, rawJson } from './take.ts';
import { takeBody } from './take-body.ts';
import { takeUnreadable } from './take-unreadable.ts';

/** One request of Slack's, by whichever receiver, its sender known to be Slack. */
export type Incoming = {
  readonly receiver: 'socket' | 'http';
  readonly body: Json;
  /** As it came; where that was by a socket, as we read it. */
  readonly raw?: Raw;
  readonly retryNum?: number | undefined;
  readonly retryReason?: string | undefined;
  /** Tells Slack that it may forget this. */
  readonly ack: (response?: unknown) => Promise<void>;
};

/** A workspace, and the listeners that answer what needs more than an ack. */
export type Served = { readonly station: Station; readonly app: App };

/**
 * Takes what Slack sent, and then lets Bolt answer it. Bolt acks events before anybody has seen them, and so it does not
 * see them first: nothing is acked that is not on our disk.
 *
 * What is of no workspace of ours is refused, and counted. @throws CallbookError when it could not be taken: it is not
 * acked, and Slack sends it again.
 */
export async function receive(
  incoming: Incoming,
  served: ReadonlyMap<string, Served>,
): Promise<'acked' | 'wrong-team'> {
  const began = performance.now();
  const found = teamsIn(incoming.body).flatMap((team) => served.get(team) ?? [])[0];
  if (!found) return 'wrong-team';
  const { station } = found;
  const kind = kindOf(incoming.body);
  let acked = false;
  const ack = async (response?: unknown) => {
    if (acked) return;
    acked = true;
    await incoming.ack(response);
    station.metrics.answered(incoming.receiver, kind, 'taken', (performance.now() - began) / 1000);
  };
  try {
    await takeOrKeep(station, incoming);
    if (needsAnswer(incoming.body)) await answer(found, incoming, ack);
    await ack();
    return 'acked';
  } catch (error) {
    if (!acked) station.metrics.answered(incoming.receiver, kind, 'not-taken', (performance.now() - began) / 1000);
    throw error;
  }
}

/** What we fail to understand is a contact all the same, with its original. Not taken is only what the disk refuses. */
async function takeOrKeep(station: Station, { body, raw = rawJson(body) }: Incoming): Promise<void> {
  try {
    await takeBody(station, body, raw);
  } catch (error) {
    if (isCallbookError(error)) throw error;
    station.logger.error({ err: error, kind: kindOf(body) }, 'an event could not be understood; it is kept as it came');
    await takeUnreadable(station, raw, 'our own program failed at it');
  }
}

/**
 * Lets Bolt answer. Of a request that is not as documented it throws errors of all kinds; what was for the desk in it is
 * taken, and so it is acked and not sent again.
 */
async function answer({ station, app }: Served, incoming: Incoming, ack: Incoming['ack']): Promise<void> {
  try {
    await app.processEvent(boltEvent(incoming, ack));
  } catch (error) {
    station.logger.warn({ err: error, kind: kindOf(incoming.body) }, 'a request could not be answered');
  }
}

function boltEvent({ body, retryNum, retryReason }: Incoming, ack: Incoming['ack']): ReceiverEvent {
  return {
    ...{ body, ack },
    ...(retryNum !== undefined && { retryNum }),
    ...(retryReason !== undefined && { retryReason }),
  };
}

/** Of events only the opening of App Home; and whatever a person does and looks at while it is done. */
function needsAnswer(body: Json): boolean {
  const type = text(body, 'type');
  if (type === 'event_callback') return text(body, 'event', 'type') === 'app_home_opened';
  return body.command !== undefined || INTERACTIVE.has(type ?? '');
}

const INTERACTIVE = new Set(['shortcut', 'message_action', 'view_submission', 'view_closed', 'block_actions']);

/** A name for figures: few, whatever Slack thinks of. */
export function kindOf(body: Json): string {
  const type = text(body, 'type');
  if (type === 'event_callback') return 'event';
  if (body.command !== undefined) return 'command';
  return INTERACTIVE.has(type ?? '') ? (type ?? '') : 'other';
}

/** A failure to take something, as it is told: a stranger's error has no name that anybody could act on. */
export function faultOf(error: unknown): CallbookError {
  if (isCallbookError(error)) return error;
  return new CallbookError('internal', 'This failed on our side. It has been logged.', { cause: error });
}
