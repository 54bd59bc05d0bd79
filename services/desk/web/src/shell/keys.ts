import { useEffect, useRef } from 'react';

/** Every key of the page, as `?` shows them. A key does what the innermost part on the page has bound to it. */
export const KEYS = [
  ['/', 'Search', 'Anywhere'],
  ['c', 'New call: quick entry', 'Anywhere'],
  ['?', 'Show the keys', 'Anywhere'],
  ['g l', 'Go to the log', 'Anywhere'],
  ['g r', 'Go to what a person has to read or hear', 'Anywhere'],
  ['g p', 'Go to paper: hand in scans, print forms', 'Anywhere'],
  ['g f', 'Go to figures', 'Anywhere'],
  ['g h', 'Go to the health of the channels', 'Anywhere'],
  ['Esc', 'Close, or leave a field', 'Anywhere'],
  ['j', 'Next call', 'In the log'],
  ['k', 'Previous call', 'In the log'],
  ['o', 'Open the call', 'In the log'],
  ['x', 'Select the call', 'In the log'],
  ['r', 'Reply', 'In a call'],
  ['n', 'Note', 'In a call'],
  ['a', 'Assign', 'In a call'],
  ['e', 'Resolve', 'In a call'],
  ['m', 'Merge; accept the first suggestion', 'In a call'],
  ['z', 'Undo the last merge or split', 'In a call'],
  ['Ctrl Enter', 'Send what is written', 'In a call'],
  ['Enter', 'Next field', 'In a review'],
  ['Ctrl Enter', 'Keep it, and on to the next', 'In a review'],
  ['j', 'Skip it', 'In a review'],
  ['k', 'Back', 'In a review'],
  ['f', 'Choose files to hand in', 'On the page of paper'],
] as const;

export type Bindings = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const stack: { current: Bindings }[] = [];
let first: string | undefined;
let firstTimer: ReturnType<typeof setTimeout> | undefined;
const OFF = 'callbook-single-keys';

/** People who speak to their machine, and those whose hands slip, can do without single keys (WCAG 2.1.4). */
export function singleKeys(): boolean {
  return localStorage.getItem(OFF) !== 'off';
}
export function setSingleKeys(on: boolean): void {
  localStorage.setItem(OFF, on ? 'on' : 'off');
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function inDialog(target: EventTarget | null): boolean {
  return (
    document.querySelector('[role="dialog"][aria-modal="true"]') !== null ||
    (target instanceof Element && target.closest('[role="menu"], [role="listbox"]') !== null)
  );
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
  const writing = isWriting(event.target);
  if (event.key !== 'Escape' && (writing || !singleKeys())) return;
  if (inDialog(event.target)) return;
  const key = first ? `${first} ${event.key}` : event.key;
  clearTimeout(firstTimer);
  first = undefined;
  if (event.key === 'g' && !key.includes(' ')) {
    first = 'g';
    firstTimer = setTimeout(() => {
      first = undefined;
    }, 1_000);
    return;
  }
  if (event.key === 'Escape' && writing) {
    (event.target as HTMLElement).blur();
    return;
  }
  for (const bindings of stack.toReversed()) {
    const act = bindings.current[key];
    if (!act) continue;
    event.preventDefault();
    act(event);
    return;
  }
}

/** Binds keys for as long as the part is on the page. Those of a part within it come first. */
export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    if (stack.length === 0) window.addEventListener('keydown', pressed);
    stack.push(latest);
    return () => {
      stack.splice(stack.indexOf(latest), 1);
      if (stack.length === 0) window.removeEventListener('keydown', pressed);
    };
  }, []);
}
