import { isReference } from '@callbook/contracts';
import { at, type Json, list, text } from '../payload.ts';
import { type Filled, readForm } from './form.ts';
import { NAMES, STARS } from './names.ts';
import { wordsFor } from './wording.ts';

export type PressedAction =
  | { readonly kind: 'close' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'rate'; readonly stars: number };

/** A button under a message of ours. */
export type Pressed = {
  readonly action: PressedAction;
  /** Slack's time of the press. */
  readonly actionTs: string | undefined;
  /** The call that the button is about. */
  readonly reference: string | undefined;
};

/** What somebody did with a view, a button, a shortcut or the slash command. */
export type Interaction =
  /** They want to ask: the form is to be opened, within three seconds. */
  | { readonly does: 'ask'; readonly trigger: string; readonly description: string | undefined }
  /** They bring a message to the desk. */
  | { readonly does: 'log' }
  | { readonly does: 'submit'; readonly filled: Filled }
  | { readonly does: 'press'; readonly presses: readonly Pressed[] }
  | { readonly does: 'nothing' };

const NOTHING: Interaction = { does: 'nothing' };

/** Reads a payload of Slack's interactivity or of a slash command. Never throws; whatever is not ours is nothing. */
export function readInteraction(body: Json): Interaction {
  const trigger = text(body, 'trigger_id');
  if (body.command !== undefined) return asking(trigger, text(body, 'text'));
  switch (body.type) {
    case 'shortcut':
      return body.callback_id === NAMES.ask ? asking(trigger) : NOTHING;
    case 'message_action':
      return body.callback_id === NAMES.log ? { does: 'log' } : NOTHING;
    case 'view_submission':
      return at(body, 'view').callback_id === NAMES.form
        ? { does: 'submit', filled: readForm(at(body, 'view')) }
        : NOTHING;
    case 'block_actions': {
      const actions = list(body, 'actions');
      if (actions.some(({ action_id }) => action_id === NAMES.button.ask)) return asking(trigger);
      const presses = actions.flatMap((action) => pressOf(action) ?? []);
      return presses.length > 0 ? { does: 'press', presses } : NOTHING;
    }
    default:
      return NOTHING;
  }
}

/** What a press says, as it stands in the log. */
export function pressWords(action: PressedAction, language?: string): string {
  const { pressed } = wordsFor(language);
  return action.kind === 'rate' ? pressed.rate(action.stars) : pressed[action.kind];
}

function asking(trigger: string | undefined, description?: string): Interaction {
  return trigger === undefined ? NOTHING : { does: 'ask', trigger, description: description?.trim() || undefined };
}

function pressOf(action: Json): Pressed | undefined {
  const kind = kindOf(text(action, 'action_id') ?? '');
  if (kind === undefined) return undefined;
  const value = text(action, 'value');
  const reference = value !== undefined && isReference(value) ? value : undefined;
  return { action: kind, actionTs: text(action, 'action_ts'), reference };
}

function kindOf(action: string): PressedAction | undefined {
  if (action === NAMES.button.close) return { kind: 'close' };
  if (action === NAMES.button.reopen) return { kind: 'reopen' };
  const stars = STARS.find((one) => action === `${NAMES.button.rate}${one}`);
  return stars === undefined ? undefined : { kind: 'rate', stars };
}
