// One call beside the log: what was said, in order, and what was done.
import { element, icon, since } from './dom.js';

const panel = document.getElementById('call');
const main = document.querySelector('main');

const KINDS = {
  'call.opened': 'Call opened',
  'contact.joined': 'Contact joined the call',
  'contact.duplicate': 'The same contact came again',
  'contact.revised': 'Contact revised',
  'call.reopened': 'Call opened again',
  'call.merged': 'Call folded into another',
  'call.absorbed': 'Another call folded into this one',
  'auto-reply.noted': 'Automatic answer noted',
  'bounce.noted': 'Bounce noted: a mail was not delivered',
  'delivery-report.noted': 'Delivery report noted',
  'read-receipt.noted': 'Read receipt noted',
  'own.noted': 'Mail of our own noted',
  'acknowledgement.sent': 'Acknowledged',
  'acknowledgement.withheld': 'Not acknowledged',
  'acknowledgement.failed': 'The acknowledgement could not be sent',
  'reply.written': 'Answered',
  'reply.sent': 'Answer sent',
  'reply.withheld': 'Answer not sent',
  'reply.failed': 'The answer could not be sent',
  'status.changed': 'Status changed',
  'status.sent': 'The requester was told how it stands',
  'status.withheld': 'The requester was not told how it stands',
  'status.failed': 'The requester could not be told how it stands',
  'call.rated': 'Rated',
};

/** What there is to say besides: an agent's answer, a status, stars, or why nothing was sent. */
function more({ kind, detail: { text, status, stars, why } }) {
  const word =
    text ?? status ?? (stars && `${stars} of 5 stars`) ?? (/(withheld|failed)$/.test(kind) ? why : undefined);
  return word ? `: ${word}` : '';
}

const SUGGESTIONS = {
  'same-matter': 'May be one matter with',
  'same-cause': 'May have one cause with',
  'follow-up': 'May follow, or be followed by,',
  split: 'A contact may be a matter of its own, now in',
};

function suggestionsOf({ suggestions }) {
  const items = suggestions.map(({ kind, reference, why }) =>
    element(
      'li',
      {},
      `${SUGGESTIONS[kind]} `,
      element('a', { href: `#${reference}` }, reference),
      `: ${why.join('; ')}.`,
    ),
  );
  return items.length > 0 ? [element('ul', { 'aria-label': 'Suggestions' }, ...items)] : [];
}

function bytes(size) {
  if (size < 1000) return `${size} bytes`;
  return size < 1_000_000 ? `${Math.round(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

function attachmentsOf({ id, attachments }) {
  const items = attachments.map(({ name, size }, position) =>
    element(
      'li',
      {},
      element('a', { href: `/api/contacts/${id}/attachments/${position}`, download: '' }, name),
      ` ${bytes(size)}`,
    ),
  );
  return items.length > 0 ? [element('ul', { 'aria-label': 'Attachments' }, ...items)] : [];
}

const MEDIA = { pending: 'being listened to', failed: 'to be listened to', 'needs-person': 'to be listened to' };

function wordlessOf({ channel, details, media }) {
  if (details.missed) return `Missed call: ${details.missed.replace('-', ' ')}.`;
  if (channel === 'voice' && media) return 'A voice message. What is said in it is not written down here.';
  return 'Nothing readable. The original is kept.';
}

/** Where it was said, as people call that place. */
function placeOf({ account, details }) {
  if (details.channel !== 'slack') return `to ${account}`;
  if (details.way === 'form') return 'by the form in Slack';
  if (details.audience === 'direct') return 'as a direct message';
  return details.conversationName ? `in #${details.conversationName}` : 'in Slack';
}

function refusedOf({ details }) {
  const items = (details.refusedFiles ?? []).map(({ name, message }) => element('li', {}, `${name}: ${message}`));
  return items.length > 0 ? [element('ul', { 'aria-label': 'Files that were not taken' }, ...items)] : [];
}

/** What was said at first is in the contact itself, and is got when somebody wants to see it. */
function firstWords({ id }) {
  const words = element('p', { class: 'said', dir: 'auto' }, 'Loading …');
  const details = element('details', {}, element('summary', {}, 'What it said at first'), words);
  details.addEventListener('toggle', async () => {
    const response = await fetch(`/api/contacts/${id}`);
    const { text, detail } = await response.json();
    words.textContent = response.ok ? text : detail;
  });
  return details;
}

function contactOf(contact, revisions) {
  const { from, text, problem, duplicateOf, machine, linkedBy, why, original, id, media, details } = contact;
  const became = new Set(revisions.map(({ revises }) => revises.cause));
  const marks = [
    ...(became.has('edit') ? [element('span', { class: 'mark' }, 'edited')] : []),
    ...(became.has('deletion') ? [element('span', { class: 'mark' }, 'deleted there')] : []),
    ...(details.loggedBy ? [element('span', { class: 'mark' }, 'brought by a colleague')] : []),
    ...(duplicateOf ? [element('span', { class: 'mark' }, 'said before')] : []),
    ...(machine ? [element('span', { class: 'mark' }, machine)] : []),
    ...(problem ? [element('span', { class: 'mark problem' }, 'unreadable part')] : []),
    ...(MEDIA[media?.state] ? [element('span', { class: 'mark' }, MEDIA[media.state])] : []),
  ];
  return element(
    'li',
    {},
    element('h3', {}, icon(contact.channel), ' ', from.name ?? from.email ?? from.phone ?? details.caller ?? 'Unknown'),
    element('div', {}, since(contact.receivedAt), ` ${placeOf(contact)} `, ...marks),
    text ? element('p', { class: 'said', dir: 'auto' }, text) : element('p', { class: 'nothing' }, wordlessOf(contact)),
    ...(problem ? [element('p', {}, problem.message)] : []),
    ...(became.has('edit') ? [firstWords(contact)] : []),
    ...[contact, ...revisions].flatMap(attachmentsOf),
    ...refusedOf(contact),
    ...(details.permalink?.startsWith('https://')
      ? [element('a', { href: details.permalink, rel: 'noreferrer', target: '_blank' }, 'Open in Slack'), ' ']
      : []),
    element('a', { href: `/api/contacts/${id}/original`, download: '' }, `Original (${bytes(original.size)})`),
    ...(linkedBy !== 'new' && why ? [element('span', { class: 'words' }, ` · why here: ${why}`)] : []),
  );
}

function closeButton() {
  const close = element('button', { type: 'button', class: 'plain close' }, 'Close');
  close.addEventListener('click', () => {
    location.hash = '';
  });
  return close;
}

function showCall(call) {
  // A Slack id says nothing to a person; the name beside it does.
  const told = call.requester?.identities.filter(({ kind }) => kind !== 'slack') ?? [];
  const people = told.map(({ value }) => value).join(', ');
  panel.replaceChildren(
    closeButton(),
    element('p', { class: 'lead' }, `${call.reference} · ${call.priority} · ${call.status.replace('-', ' ')}`),
    element('h2', { id: 'call-title', dir: 'auto' }, call.title),
    element('p', { class: 'lead' }, [call.requester?.name, people].filter(Boolean).join(' · ') || 'Requester unknown'),
    ...suggestionsOf(call),
    element(
      'ol',
      { 'aria-label': 'Contacts' },
      ...call.contacts
        .filter(({ revises }) => !revises)
        .map((contact) =>
          contactOf(
            contact,
            call.contacts.filter(({ revises }) => revises?.key === contact.key),
          ),
        ),
    ),
    element(
      'details',
      {},
      element('summary', {}, `History (${call.history.length})`),
      element(
        'ol',
        {},
        ...call.history.map((entry) =>
          element(
            'li',
            { dir: 'auto' },
            since(entry.at),
            ` ${KINDS[entry.kind] ?? entry.kind} by ${entry.by}${more(entry)}`,
          ),
        ),
      ),
    ),
  );
}

let wanted = '';

/** Shows a call, or nothing for an empty reference. Showing the same one again refreshes it. */
export async function openCall(reference) {
  const again = wanted === reference;
  wanted = reference;
  main.classList.toggle('open', reference !== '');
  panel.hidden = reference === '';
  if (reference === '') return;
  if (!again) {
    panel.replaceChildren(closeButton(), element('p', { id: 'call-title', class: 'lead' }, 'Loading …'));
    panel.focus({ preventScroll: true });
  }
  try {
    const response = await fetch(`/api/calls/${encodeURIComponent(reference)}`);
    const answer = await response.json();
    if (wanted !== reference) return;
    if (response.status === 404)
      return panel.replaceChildren(closeButton(), element('p', { id: 'call-title' }, answer.detail));
    if (!response.ok) throw new Error(answer.detail);
    const read = panel.scrollTop;
    const unfolded = again && panel.querySelector('details')?.open;
    showCall(answer);
    panel.querySelector('details').open = unfolded;
    panel.scrollTop = again ? read : 0;
  } catch (error) {
    if (wanted !== reference) return;
    const retry = element('button', { type: 'button', class: 'plain' }, 'Try again');
    retry.addEventListener('click', () => void openCall(reference));
    panel.replaceChildren(closeButton(), element('p', { id: 'call-title' }, error.message), retry);
  }
}
