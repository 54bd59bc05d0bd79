// The log, live. Text that people wrote only ever becomes a text node.
import { openCall } from './call.js';
import { element, icon, onTick, since } from './dom.js';
import { keepLedger } from './ledger.js';

const rows = document.getElementById('calls');
const note = document.getElementById('note');
const more = document.getElementById('more');
const line = document.getElementById('line');
const count = document.getElementById('count');
const query = document.getElementById('q');

/** A page of the list, and how many lines it may grow to by news alone before it is listed anew. */
const PAGE = 50;
const MOST_LINES = 500;

/** Calls by reference, as last heard. */
let shown = new Map();
let nextCursor;
/** The number of the latest question, and the news that came while it is being answered. */
let listing = 0;
let held;

function requesterOf({ requester }) {
  return requester?.name ?? requester?.identities[0]?.value ?? 'Unknown';
}

function mark(text, kind = '') {
  return element('bdi', { class: `mark ${kind}` }, text);
}

function cellsOf(call) {
  const { title, firstWords: words, firstChannel, channels, status } = call;
  // A contact without a subject has its first words for a title: they are not said twice.
  const said = title.replace(/…$/, '');
  const repeats = words.startsWith(said);
  const rest = repeats ? words.slice(said.length) : words && ` — ${words}`;
  return [
    element('td', {}, element('button', { type: 'button' }, call.reference)),
    element('td', {}, since(call.receivedAt)),
    element('td', {}, ...[firstChannel, ...channels.filter((other) => other !== firstChannel)].slice(0, 2).map(icon)),
    element('td', { title: requesterOf(call) }, element('bdi', {}, requesterOf(call))),
    element(
      'td',
      { dir: 'auto' },
      ...(call.priority === 'P1' ? [mark('P1', 'urgent'), ' '] : []),
      ...(call.problem ? [mark('unreadable part', 'problem'), ' '] : []),
      ...(call.missed
        ? [mark(call.contactCount > 1 ? `missed call, ${call.contactCount} times` : 'missed call'), ' ']
        : []),
      ...(call.contactCount > 1 && !call.missed ? [mark(`${call.contactCount} contacts`), ' '] : []),
      element('span', { class: 'title' }, repeats ? said : title),
      element('span', { class: 'words' }, rest),
    ),
    element('td', { class: 'status', 'data-status': status }, status.replace('-', ' ')),
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

/** Lists anew, as far down as it was listed; or the page after. */
async function list({ append = false } = {}) {
  const mine = ++listing;
  held ??= [];
  const parameters = new URLSearchParams({ limit: String(append ? PAGE : Math.min(200, Math.max(PAGE, shown.size))) });
  if (query.value.trim()) parameters.set('q', query.value.trim());
  if (append && nextCursor) parameters.set('cursor', nextCursor);
  if (shown.size === 0) note.textContent = 'Loading …';
  rows.ariaBusy = 'true';
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
    release();
    describe();
    select();
  } catch (error) {
    if (mine !== listing) return;
    release();
    note.className = 'error';
    note.textContent = `The log cannot be shown: ${error.message}\nIt is tried again by itself.`;
    setTimeout(() => mine === listing && void list({ append }), 3000);
  }
}

let soon;
/** Lists anew in a moment, once for all who ask meanwhile. */
function listSoon(milliseconds) {
  if (soon !== undefined) return;
  soon = setTimeout(() => {
    soon = undefined;
    void list();
  }, milliseconds);
}

/** What was heard while a list was under way may not be in it. */
function release() {
  const news = held ?? [];
  held = undefined;
  rows.ariaBusy = 'false';
  for (const [call, isNew] of news) changed(call, isNew);
}

/** A call turned out to be a part of another one, which is told of by an event of its own. */
function folded(call) {
  shown.delete(call.reference);
  rows.querySelector(`[data-reference="${call.reference}"]`)?.remove();
  describe();
  if (chosen() === call.reference) location.hash = call.mergedInto;
}

function changed(call, isNew) {
  if (held) return void held.push([call, isNew]);
  if (call.mergedInto) return void folded(call);
  const known = rows.querySelector(`[data-reference="${call.reference}"]`);
  if (known) {
    if (shown.get(call.reference).updatedAt > call.updatedAt) return;
    const focused = known.contains(document.activeElement);
    shown.set(call.reference, call);
    known.replaceChildren(...cellsOf(call));
    if (focused) known.querySelector('button').focus();
    known.classList.remove('news');
    requestAnimationFrame(() => known.classList.add('news'));
  } else if (query.value.trim() !== '') {
    listSoon(1000); // only the log can say whether it has these words
  } else if (isNew) {
    shown.set(call.reference, call);
    const row = rowOf(call, true);
    // By time received: a mail that waited in a mailbox belongs where it would have been.
    const after = [...rows.children].find((other) => shown.get(other.dataset.reference).receivedAt <= call.receivedAt);
    if (after || !nextCursor) rows.insertBefore(row, after ?? null);
    else shown.delete(call.reference); // older than all that is listed: it comes with the older calls
    if (shown.size > MOST_LINES) listSoon(1000);
  }
  describe();
  if (chosen() === call.reference) void openCall(call.reference);
}

let events;
function listen() {
  events?.close();
  if (document.hidden) return;
  events = new EventSource('/api/stream');
  events.addEventListener('open', () => {
    line.dataset.state = 'live';
    line.textContent = 'Live';
    // From here on everything is heard; what was committed before is listed.
    void list();
  });
  events.addEventListener('error', () => {
    line.dataset.state = 'lost';
    line.textContent = navigator.onLine ? 'Reconnecting …' : 'Offline';
    // A browser gives up for good when it is refused; then a new one is needed.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  events.addEventListener('call.created', ({ data }) => changed(JSON.parse(data), true));
  events.addEventListener('call.updated', ({ data }) => changed(JSON.parse(data), false));
  events.addEventListener('resync', () => listSoon(300));
}

/** The reference in the address of the page, or nothing. */
function chosen() {
  return /^#(CB-\d+)$/i.exec(location.hash)?.[1]?.toUpperCase() ?? '';
}

function select() {
  for (const row of rows.children) row.setAttribute('aria-current', String(row.dataset.reference === chosen()));
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
addEventListener('hashchange', ({ oldURL }) => {
  select();
  void openCall(chosen());
  // Back to where the reader was in the log.
  if (chosen() === '')
    rows.querySelector(`[data-reference="${CSS.escape(new URL(oldURL).hash.slice(1))}"] button`)?.focus();
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && chosen()) location.hash = '';
  if (event.key === '/' && document.activeElement !== query) {
    event.preventDefault();
    query.focus();
  }
});
// A browser allows six connections to one origin, over all its tabs: a tab that nobody sees holds none.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) events?.close();
  else listen();
});

onTick();
keepLedger();
void list();
listen();
void openCall(chosen());
