import type { Json } from './workspace.ts';

/** What somebody fills in, by action id: words, the value of an option, or several values or files. */
export type Filling = Readonly<Record<string, string | readonly string[]>>;

/**
 * The state of a view after it was filled in. What nobody touches keeps its initial value, or is null.
 * https://docs.slack.dev/reference/views/view-submission-payloads
 */
export function filledIn(blocks: readonly Json[], filling: Filling): Record<string, Record<string, Json>> {
  const values: Record<string, Record<string, Json>> = {};
  const left = new Set(Object.keys(filling));
  for (const block of blocks) {
    const element = block.element as Json | undefined;
    if (block.type !== 'input' || !element) continue;
    const actionId = String(element.action_id);
    left.delete(actionId);
    values[String(block.block_id)] = { [actionId]: stateOf(element, filling[actionId]) };
  }
  if (left.size > 0) throw new TypeError(`The form has no ${[...left].join(', ')}.`);
  return values;
}

function stateOf(element: Json, filled: string | readonly string[] | undefined): Json {
  const { type } = element;
  if (type === 'file_input') return { type, files: [filled ?? []].flat().map((id) => ({ id })) };
  if (type === 'plain_text_input' || type === 'email_text_input' || type === 'number_input')
    return { type, value: filled ?? element.initial_value ?? null };
  if (type === 'users_select') return { type, selected_user: filled ?? element.initial_user ?? null };
  const options = (element.options ?? []) as readonly Json[];
  const chosen = [filled ?? []].flat().map((value) => {
    const option = options.find((one) => one.value === value);
    if (!option) throw new TypeError(`${element.action_id} has no option ${value}.`);
    return option;
  });
  if (type === 'checkboxes' || String(type).startsWith('multi_')) return { type, selected_options: chosen };
  return { type, selected_option: chosen[0] ?? element.initial_option ?? null };
}
