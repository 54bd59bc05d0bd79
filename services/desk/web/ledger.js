// Whether anything is missing in the log, in one line.
const line = document.getElementById('ledger');

async function show() {
  try {
    const response = await fetch('/api/ledger?missing=true&limit=200');
    if (!response.ok) throw new Error(response.statusText);
    const { items, nextCursor } = await response.json();
    const missing = items.reduce((sum, entry) => sum + entry.missing, 0);
    line.textContent = missing === 0 ? 'Nothing missing' : `${missing}${nextCursor ? '+' : ''} missing`;
    line.title = 'In the last 30 days, of all that the channels are known to have had';
    line.className = missing === 0 ? '' : 'missing';
  } catch (error) {
    line.textContent = 'Ledger unknown';
    line.title = error.message;
    line.className = '';
  }
  line.hidden = false;
}

/** Says it now, and again every minute. */
export function keepLedger() {
  void show();
  setInterval(() => document.hidden || void show(), 60_000);
}
