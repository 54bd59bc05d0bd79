import type { Agreements } from './agreements.ts';
import type { CallAnswer, CallChange, Calls } from './calls.ts';
import type { Incident, Incidents } from './incidents.ts';
import { statusOf } from './states.ts';

export type TakeBackDeps = {
  readonly agreements: Agreements;
  readonly incidents: Incidents;
  readonly calls: Calls;
  readonly say: (line: string) => void;
  readonly now: () => Date;
};

/** An instance that was never looked at is looked at from so long ago on. */
const DAY = 86_400_000;

/** Takes back what has changed since the last look, incident by incident. One that fails stays news for the next look. */
export async function takeBackAll(deps: TakeBackDeps): Promise<void> {
  const { agreements, incidents, say, now } = deps;
  const since = agreements.seenUntil() ?? instantOf(new Date(now().getTime() - DAY));
  let seen = since;
  let failed = false;
  for await (const incident of incidents.changedSince(since)) {
    try {
      await takeBack(deps, incident);
    } catch (error) {
      failed = true;
      say(`${incident.number} is not taken back yet: ${error instanceof Error ? error.message : error}`);
    }
    // Not past one that failed: the next look begins with it.
    if (!failed) seen = incident.sys_updated_on;
  }
  if (seen === agreements.seenUntil()) return;
  agreements.seen(seen);
  await agreements.save();
}

/**
 * Brings the state of an incident into its call, where it is not what both agreed on. What we wrote into the incident
 * ourselves is agreed on, and so it never comes back as news.
 */
export async function takeBack(deps: TakeBackDeps, incident: Incident): Promise<void> {
  const { agreements, calls, say } = deps;
  const reference = incident.correlation_id;
  const agreed = agreements.get(reference);
  if (!agreed || agreed.ended || agreed.state === incident.state) return;
  const call = await calls.change(reference, (current) => changeOf(incident, current));
  if (!call) agreements.set(reference, { ...agreed, state: incident.state, ended: true });
  else agreements.set(reference, { ...agreed, state: incident.state, status: call.status, version: call.version });
  await agreements.save();
  say(`${reference} is ${call?.status ?? 'not shown to us'}, as ${incident.number} says`);
}

function changeOf(incident: Incident, call: CallAnswer): CallChange | undefined {
  const status = statusOf(incident.state);
  if (status === undefined || status === call.status) return undefined;
  const why = `${incident.number} says so`;
  const ends = status === 'resolved' || (status === 'closed' && call.status !== 'resolved');
  return ends && incident.close_notes !== '' ? { status, resolution: incident.close_notes, why } : { status, why };
}

/** As the instance writes instants: to the second, in UTC. */
function instantOf(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
