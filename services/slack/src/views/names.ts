/** What our blocks are called, so that we know them again when somebody uses them. The manifest has the first two. */
export const NAMES = {
  /** The global shortcut and the message shortcut. */
  ask: 'callbook_ask',
  log: 'callbook_log',
  form: 'callbook_form',
  /** Buttons. Behind the last one comes the number of stars. */
  button: {
    ask: 'callbook_ask',
    open: 'callbook_open',
    close: 'callbook_close',
    reopen: 'callbook_reopen',
    rate: 'callbook_rate_',
  },
} as const;

export const STARS = [1, 2, 3, 4, 5] as const;
