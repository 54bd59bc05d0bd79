import type { Call, Event } from './event.ts';
import type { Incident } from './incidents.ts';
import { numberOf, stateOf } from './states.ts';
import { type TakeBackDeps, takeBack } from './take-back.ts';

/**
 * Gives what happened to a call to its incident, which is created when there is none. Doing it again changes nothing: the
 * incident is found by the reference, and comments are known by the id of their webhook. What we took back from the
 * incident ourselves is an event, too: it is what both agreed on, and nothing is written.
 */
export async function give(deps: TakeBackDeps, webhookId: string, { type, data }: Event): Promise<void> {
  const { agreements, incidents, calls, say } = deps;
  if (agreements.isDone(webhookId)) return;
  const known = agreements.get(data.reference);
  if (type === 'call.hidden') {
    if (known) agreements.set(data.reference, { ...known, ended: true });
  } else {
    const { incident, made } = known
      ? { incident: await incidents.read(known.sysId), made: false }
      : await incidents.findOrMake(data.reference, beginningOf(data));
    const { sys_id: sysId, number, state } = incident;
    const levels = made ? levelsOf(data) : { impact: '', urgency: '' };
    if (!known) agreements.set(data.reference, { ...agreementOf(data), ...levels, sysId, state: made ? state : '' });
    if (!known) await agreements.save();
    if (made) await calls.note(data.reference, `Handed over as ${number}.`);
    if (made) say(`${data.reference} is handed over as ${number}`);
    // What somebody did there meanwhile comes first: it must not be written over by what we are about to say.
    await takeBack(deps, incident);
    await write(deps, { type, data }, incident);
  }
  agreements.done(webhookId);
  await agreements.save();
}

async function write(deps: TakeBackDeps, { type, data }: Exclude<Event, { type: 'call.hidden' }>, incident: Incident) {
  const { agreements, incidents } = deps;
  const agreed = agreements.get(data.reference);
  if (!agreed) return;
  // Of what is older than what we know, only what was said is still news.
  const older = data.version < agreed.version;
  // It was merged or hidden, and is there again.
  const back = agreed.ended && (type === 'call.unmerged' || (!data.mergedInto && data.version > agreed.version));
  if (agreed.ended && !back) return;
  const ended = type === 'call.merged';
  const status = older && !back ? agreed.status : data.status;
  const levels = older ? { impact: agreed.impact, urgency: agreed.urgency } : levelsOf(data);
  const fields = {
    ...((levels.impact !== agreed.impact || levels.urgency !== agreed.urgency) && levels),
    ...(stateOf(status) !== stateOf(agreed.status) && stateFields(data)),
    ...(back && stateFields(data)),
    ...(ended && { state: stateOf('closed'), close_code: 'Duplicate', close_notes: `Merged into ${data.mergedInto}.` }),
    ...commentOf(type, data),
  };
  const written = Object.keys(fields).length === 0 ? incident : await incidents.write(incident.sys_id, fields);
  // A state that we did not write is somebody's there, and is still to be taken back.
  const state = 'state' in fields ? written.state : agreed.state;
  const version = Math.max(data.version, agreed.version);
  agreements.set(data.reference, { ...agreed, ...levels, state, status, ended, version });
}

function agreementOf({ status, version }: Call) {
  return { status, version, ended: false };
}

function levelsOf({ impact, urgency }: Call) {
  return { impact: numberOf(impact), urgency: numberOf(urgency) };
}

function beginningOf(call: Call): Record<string, string> {
  const { reference, content, service, links } = call;
  return {
    ...stateFields(call),
    short_description: content?.title ?? `Call ${reference}`,
    description: [content?.text, links?.desk].filter((part) => part !== undefined).join('\n\n'),
    ...levelsOf(call),
    contact_type: 'self-service',
    ...(service !== undefined && { category: service }),
  };
}

/** An instance wants to know how something was resolved, and why something waits. */
function stateFields({ status, content }: Call): Record<string, string> {
  const state = stateOf(status);
  if (status === 'waiting') return { state, hold_reason: '1' };
  if (status !== 'resolved' && status !== 'closed') return { state };
  return { state, close_code: 'Resolved by caller', close_notes: content?.resolution ?? `${status} in Callbook` };
}

function commentOf(type: Event['type'], { content, links }: Call): Record<string, string> {
  const where = links ? ` ${links.desk}` : '';
  if (type === 'call.contacted') return { comments: content?.text ?? `The requester has said more.${where}` };
  if (type === 'call.replied') return { comments: content?.text ?? `The desk has answered the requester.${where}` };
  if (type === 'call.escalated') return { work_notes: `A target of the call is near, or was missed.${where}` };
  return {};
}
