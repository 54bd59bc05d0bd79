import { fileResource, userResource } from '../resources.ts';
import { argument, type Method, pageOf, Refused } from './method.ts';

/** Methods that ask who or what somebody is. https://docs.slack.dev/reference/methods?query=users */
export const peopleMethods: Readonly<Record<string, Method>> = {
  'auth.test'({ workspace }) {
    return {
      ...{ url: `https://${workspace.domain}.slack.com/`, team: workspace.name, team_id: workspace.id },
      ...{ user: workspace.bot.name, user_id: workspace.bot.id, bot_id: workspace.botId },
      is_enterprise_install: false,
    };
  },
  'team.info'({ workspace: { id, name, domain } }) {
    return { team: { id, name, domain, email_domain: '' } };
  },
  'bots.info'({ workspace }) {
    const { id, realName } = workspace.bot;
    return { bot: { id: workspace.botId, app_id: workspace.app.id, user_id: id, name: realName, deleted: false } };
  },
  'users.info'(call) {
    const user = call.workspace.users.get(argument(call, 'user'));
    if (!user) throw new Refused('user_not_found');
    const locale = call.args.include_locale === 'true' && { locale: user.locale ?? 'en-US' };
    return { user: { ...userResource(user), ...locale } };
  },
  'users.list'(call) {
    const { items, metadata } = pageOf(call, [...call.workspace.users.values()], { standard: 1_000, most: 1_000 });
    return { members: items.map(userResource), cache_ts: 1, ...metadata };
  },
  'users.lookupByEmail'(call) {
    const email = argument(call, 'email').toLowerCase();
    const user = [...call.workspace.users.values()].find((one) => one.email?.toLowerCase() === email);
    if (!user) throw new Refused('users_not_found');
    return { user: userResource(user) };
  },
  'files.info'(call) {
    const file = call.workspace.files.get(argument(call, 'file'));
    if (!file || file.mode === 'tombstone') throw new Refused(file ? 'file_deleted' : 'file_not_found');
    return { file: fileResource(call.workspace, file, call.core.base()), comments: [], content: null };
  },
};
