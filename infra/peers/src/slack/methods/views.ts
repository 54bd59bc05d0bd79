import { viewResource } from '../resources.ts';
import type { Json, SlackView } from '../workspace.ts';
import { argument, jsonArgument, type Method, type MethodCall, Refused } from './method.ts';

/** https://docs.slack.dev/reference/methods?query=views */
export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': (call) => opened(call),
  'views.push': (call) => opened(call),
  'views.update'(call) {
    const { core, workspace, args } = call;
    const view = workspace.views.find(
      ({ id, view: { external_id } }) => id === args.view_id || (args.external_id && external_id === args.external_id),
    );
    if (!view?.open) throw new Refused('not_found');
    if (args.hash && args.hash !== view.hash) throw new Refused('hash_conflict');
    Object.assign(view, { view: described(call), hash: core.names.hex(12) });
    return shown(call, view);
  },
  /** App Home: one for each person, and each takes the place of the one before. */
  'views.publish'(call) {
    const { core, workspace } = call;
    const user = argument(call, 'user_id');
    if (!workspace.users.has(user)) throw new Refused('user_not_found');
    const view = described(call);
    const there = workspace.views.find((one) => one.type === 'home' && one.user === user);
    if (there && call.args.hash && call.args.hash !== there.hash) throw new Refused('hash_conflict');
    const home = there ?? newView(call, user, 'home', view);
    Object.assign(home, { view, hash: core.names.hex(12) });
    return shown(call, home);
  },
};

/** A trigger is good for three seconds, and once. https://docs.slack.dev/interactivity/handling-user-interaction */
function opened(call: MethodCall): Json {
  const { core, workspace } = call;
  const id = argument(call, 'trigger_id');
  const trigger = core.triggers.get(id);
  if (trigger?.workspace !== workspace) throw new Refused('invalid_trigger_id');
  if (trigger.until < core.now()) throw new Refused('expired_trigger_id');
  if (trigger.used) throw new Refused('exchanged_trigger_id');
  const view = newView(call, trigger.user, 'modal', described(call));
  trigger.used = true;
  return shown(call, view);
}

function described(call: MethodCall): Json {
  const view = jsonArgument<Json>(call, 'view');
  if (!view || !Array.isArray(view.blocks) || view.blocks.length > 100) throw new Refused('invalid_arguments');
  return view;
}

function newView({ core, workspace }: MethodCall, user: string, type: 'modal' | 'home', view: Json): SlackView {
  const made: SlackView = { id: core.names.id('V'), user, view, hash: core.names.hex(12), type, open: true };
  workspace.views.push(made);
  return made;
}

function shown({ core, workspace }: MethodCall, view: SlackView): Json {
  core.seen(workspace, view);
  return { view: viewResource(workspace, view) };
}
