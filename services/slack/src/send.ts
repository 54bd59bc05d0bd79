import type { Delivery } from '@callbook/contracts';
import type { Send, Sent } from '@callbook/outbound';
import type { webApi } from '@slack/bolt';
import { apiFault, refusalOf } from './fault.ts';
import { permalinkOf } from './permalink.ts';
import { type Place, placeOf, sourceIds, userOf } from './source-id.ts';
import type { Station } from './station.ts';
import { posting } from './views/index.ts';

/** What sending needs of the work for a workspace. */
export type SendingStation = Pick<Station, 'home' | 'identity' | 'now'> & {
  readonly workspace: Pick<Station['workspace'], 'team'>;
  readonly api: Pick<Station['api'], 'sending'>;
};

/** Under this name a message of ours carries the id of its delivery, where people do not see it. */
const METADATA = 'callbook_delivery';
/** How many of the latest messages are looked through for one that was sent before. */
const LOOKED_THROUGH = 100;

/** What Slack will never take, whoever asks again: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const FINAL = new Set([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'user_not_found', 'user_disabled', 'cannot_dm_bot'],
  ...[
    'user_not_visible',
    'users_not_found',
    'restricted_action',
    'restricted_action_thread_locked',
    'thread_not_found',
  ],
  ...['messages_tab_disabled', 'msg_too_long', 'no_text', 'invalid_blocks', 'user_not_in_channel', 'is_inactive'],
]);

/**
 * Posts deliveries: into the thread that they belong to, or to the person directly where there is none. A message carries
 * the id of its delivery, and one that may have been posted before is looked for first.
 * @returns a sender that throws CallbookError `slack-api`, `slack-login`: it is worth another try.
 */
export function openSend(stations: readonly SendingStation[]): Send {
  const byTeam = new Map(stations.map((station) => [station.workspace.team, station]));
  return async (delivery, { again }) => {
    const station = byTeam.get(delivery.account);
    if (!station)
      return { outcome: 'refused', reason: `nothing is sent to the workspace ${delivery.account} any more` };
    try {
      const place = await placeFor(station, delivery);
      const posted =
        (again ? await foundPosted(station, place, delivery.id) : undefined) ?? (await post(station, place, delivery));
      if (delivery.kind !== 'notice') await note(station, delivery);
      return posted;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined && FINAL.has(refusal)) return { outcome: 'refused', reason: `Slack says ${refusal}` };
      throw apiFault('sending a message', error);
    }
  };
}

/** Where a message goes: a conversation, and the thread in it. */
type Where = { readonly channel: string; readonly thread: string | undefined };

async function placeFor({ api }: SendingStation, { thread, to }: Delivery): Promise<Where> {
  const place: Place | undefined = placeOf(thread.slackThread ?? '');
  if (place) return { channel: place.conversation, thread: place.ts };
  // A channel of the staff's is written to as it is; a person, where they talk to the app.
  if (/^[CG]/.test(userOf(to))) return { channel: userOf(to), thread: undefined };
  const { channel } = await api.sending.conversations.open({ users: userOf(to) });
  return { channel: channel?.id ?? userOf(to), thread: undefined };
}

async function post(station: SendingStation, { channel, thread }: Where, delivery: Delivery): Promise<Sent> {
  const { api, workspace } = station;
  const message = {
    ...{ channel, ...posting(delivery) },
    ...(thread !== undefined && { thread_ts: thread }),
  };
  if (delivery.audience === 'recipient' && thread !== undefined) {
    // Nobody can answer what is shown to one person alone, and it has no name that lasts.
    await api.sending.chat.postEphemeral({ ...message, user: userOf(delivery.to) });
    return { outcome: 'sent' };
  }
  const { ts = '' } = await api.sending.chat.postMessage({
    ...message,
    ...{ unfurl_links: false, unfurl_media: false },
    metadata: { event_type: METADATA, event_payload: { id: delivery.id } },
  });
  return { outcome: 'sent', sourceId: sourceIds.message({ team: workspace.team, conversation: channel, ts }) };
}

/** A message with this id that stands there already: whoever posted it did not live to say so. */
async function foundPosted(station: SendingStation, { channel, thread }: Where, id: string): Promise<Sent | undefined> {
  const { api, workspace, now } = station;
  const day = String(now().getTime() / 1_000 - 24 * 60 * 60);
  const asked = { channel, include_all_metadata: true, limit: LOOKED_THROUGH, oldest: day };
  const { messages = [] } =
    thread === undefined
      ? await api.sending.conversations.history(asked)
      : await api.sending.conversations.replies({ ...asked, ts: thread });
  const found = messages.find((message) => idOf(message as Annotated) === id);
  if (found?.ts === undefined) return undefined;
  return {
    outcome: 'sent',
    sourceId: sourceIds.message({ team: workspace.team, conversation: channel, ts: found.ts }),
  };
}

type Annotated = { readonly metadata?: webApi.MessageMetadata };

function idOf({ metadata }: Annotated): unknown {
  return metadata?.event_type === METADATA ? metadata.event_payload.id : undefined;
}

/** What was sent is what App Home shows: the adapter knows of a call what it tells of it. */
async function note({ home, identity, now }: SendingStation, { to, call, thread }: Delivery): Promise<void> {
  const asked = placeOf(thread.slackThread ?? '');
  const permalink = asked && permalinkOf(identity.url(), asked, asked.ts);
  await home.note(userOf(to), {
    ...{ reference: call.reference, title: call.title, status: call.status, ...(permalink && { permalink }) },
    at: now().toISOString(),
  });
}
