/** An element with attributes and children. Strings become text nodes, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';
const NAMES = {
  email: 'E-mail',
  voice: 'Voicemail',
  slack: 'Slack',
  paper: 'Paper',
  phone: 'Telephone',
  web: 'Web form',
};

/** The picture of a channel, with its name for those who do not see it. */
export function icon(channel) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('class', 'icon');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', NAMES[channel] ?? channel);
  const title = document.createElementNS(SVG, 'title');
  title.textContent = NAMES[channel] ?? channel;
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${channel}`);
  picture.append(title, use);
  return picture;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

function words(instant) {
  const seconds = (new Date(instant) - Date.now()) / 1000;
  if (seconds > -45) return 'just now';
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  if (seconds > -6 * 86_400) return relative.format(Math.round(seconds / 86_400), 'day');
  return day.format(new Date(instant));
}

/** How long ago, with the exact time when pointed at. */
export function since(instant) {
  return element('time', { datetime: instant, title: exact.format(new Date(instant)) }, words(instant));
}

/** Keeps every `since` true as time goes by. */
export function onTick() {
  setInterval(() => {
    for (const time of document.querySelectorAll('time')) time.textContent = words(time.dateTime);
  }, 20_000);
}
