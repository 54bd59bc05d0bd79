// The log, live. Text that people wrote only ever becomes a text node.
import { openCall } from './call.js';
import { element, icon, onTick, since } from './dom.js';

const rows = document.getElementById('calls');
const note = document.getElementById('note');
const more = document.getElementById('more');
const line = document.getElementById('line');
const count = document.getElementById('count');
const query = document.getElementById('q');

/** Calls by reference, as last heard. */
let shown = new Map();
let nextCursor;
let listing = 0;

function requesterOf({ requester }) {
  return requester?.name ?? requester?.identities[0]?.value ?? 'Unknown';
}

function cellsOf(call) {
  const title = element('span', { class: 'title' }, call.title);
  const words = call.firstWords && call.firstWords !== call.title ? ` — ${call.firstWords}` : '';
  return [
    element('td', {}, element('button', { type: 'button' }, call.reference)),
    element('td', {}, since(call.receivedAt)),
    element('td', {}, ...call.channels.slice(0, 1).map(icon)),
    element('td', { title: requesterOf(call) }, requesterOf(call)),
    element(
      'td',
      {},
      ...(call.contactCount > 1 ? [element('span', { class: 'mark' }, `${call.contactCount} contacts`), ' '] : []),
      ...(call.problem ? [element('span', { class: 'mark problem' }, 'unreadable part'), ' '] : []),
      title,
      element('span', { class: 'words' }, words),
    ),
    element('td', { class: 'status' }, call.status.replace('-', ' ')),
  ];
}

function rowOf(call, news) {
  const row = element('tr', { 'data-reference': call.reference, ...(news && { class: 'news' }) }, ...cellsOf(call));
  row.addEventListener('click', () => {
    location.hash = call.reference;
  });
  return row;
}

function describe() {
  const all = query.value.trim() === '';
  count.textContent =
    shown.size === 0 ? '' : `${shown.size}${nextCursor ? '+' : ''} ${shown.size === 1 ? 'call' : 'calls'}`;
  note.className = '';
  note.textContent =
    shown.size > 0
      ? ''
      : all
        ? 'Nothing has been logged yet.\nThe first contact will appear here by itself.'
        : 'No call has these words.';
  more.hidden = !nextCursor;
}

async function list({ append = false } = {}) {
  const mine = ++listing;
  const parameters = new URLSearchParams({ limit: '50' });
  if (query.value.trim()) parameters.set('q', query.value.trim());
  if (append && nextCursor) parameters.set('cursor', nextCursor);
  if (shown.size === 0) note.textContent = 'Loading …';
  try {
    const response = await fetch(`/api/calls?${parameters}`);
    const answer = await response.json();
    if (mine !== listing) return; // a later question has overtaken this one
    if (!response.ok) throw new Error(answer.detail);
    if (!append) {
      shown = new Map();
      rows.replaceChildren();
    }
    for (const call of answer.items) {
      if (shown.has(call.reference)) continue;
      shown.set(call.reference, call);
      rows.append(rowOf(call));
    }
    nextCursor = answer.nextCursor;
    describe();
    select();
  } catch (error) {
    if (mine !== listing) return;
    note.className = 'error';
    note.textContent = `The log cannot be shown: ${error.message}\nIt is tried again by itself.`;
    setTimeout(() => mine === listing && void list(), 3000);
  }
}

function changed(call, isNew) {
  const known = rows.querySelector(`[data-reference="${call.reference}"]`);
  if (known) {
    shown.set(call.reference, call);
    known.replaceChildren(...cellsOf(call));
    known.classList.remove('news');
    requestAnimationFrame(() => known.classList.add('news'));
  } else if (isNew && query.value.trim() === '') {
    shown.set(call.reference, call);
    const row = rowOf(call, true);
    // By time received: a mail that waited in a mailbox belongs where it would have been.
    const after = [...rows.children].find((other) => shown.get(other.dataset.reference).receivedAt <= call.receivedAt);
    rows.insertBefore(row, after ?? null);
  }
  describe();
  if (location.hash.slice(1) === call.reference) void openCall(call.reference);
}

function listen() {
  const events = new EventSource('/api/stream');
  let lost = false;
  events.addEventListener('open', () => {
    line.dataset.state = 'live';
    line.textContent = 'Live';
    if (lost) void list();
    lost = false;
  });
  events.addEventListener('error', () => {
    lost = true;
    line.dataset.state = 'lost';
    line.textContent = 'Reconnecting …';
    // A browser gives up for good when it is refused; then a new one is needed.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  events.addEventListener('call.created', ({ data }) => changed(JSON.parse(data), true));
  events.addEventListener('call.updated', ({ data }) => changed(JSON.parse(data), false));
  events.addEventListener('resync', () => void list());
}

function select() {
  const reference = decodeURIComponent(location.hash.slice(1));
  for (const row of rows.children) row.setAttribute('aria-current', String(row.dataset.reference === reference));
}

let typing;
query.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => void list(), 200);
});
document.getElementById('search').addEventListener('submit', (event) => {
  event.preventDefault();
  void list();
});
more.addEventListener('click', () => void list({ append: true }));
addEventListener('hashchange', () => {
  select();
  void openCall(decodeURIComponent(location.hash.slice(1)));
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && location.hash) location.hash = '';
  if (event.key === '/' && document.activeElement !== query) {
    event.preventDefault();
    query.focus();
  }
});

onTick();
await list();
listen();
void openCall(decodeURIComponent(location.hash.slice(1)));
