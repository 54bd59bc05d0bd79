import { type Acts, acts } from './acts.ts';
import type { Core } from './core.ts';
import { sizeOf } from './files.ts';
import { type Interactions, interactions } from './interactions.ts';
import {
  type ConversationKind,
  directWith,
  type SlackApp,
  type SlackConversation,
  type SlackFile,
  type SlackUser,
  type SlackView,
  type Workspace,
} from './workspace.ts';

export type NewUser = Partial<
  Pick<SlackUser, 'email' | 'phone' | 'title' | 'tz' | 'locale' | 'isBot' | 'deleted' | 'teamId'>
> & {
  /** In full; the short name is made of it. */
  readonly realName: string;
};

export type NewFile = Partial<Pick<SlackFile, 'size' | 'mode' | 'url' | 'mimetype'>> & {
  readonly name: string;
  readonly user: SlackUser;
  /** Bytes, or so many zeros, or a beginning and then nothing more. */
  readonly content: SlackFile['content'];
};

/** A workspace, with the people in it and what they can do. */
export type SlackTeam = Acts &
  Interactions & {
    readonly id: string;
    readonly name: string;
    readonly app: SlackApp;
    readonly botToken: string;
    readonly bot: SlackUser;
    /** What a message says to mention the app. */
    readonly mention: string;
    readonly workspace: Workspace;
    addUser(user: NewUser): SlackUser;
    /** With the app in it, unless it is left out. */
    addConversation(
      name: string,
      options?: { kind?: ConversationKind; members?: readonly SlackUser[]; withoutApp?: boolean },
    ): SlackConversation;
    /** The direct conversation of somebody with the app. */
    direct(user: SlackUser): SlackConversation;
    /** A file that can be shared in a message or a form. */
    addFile(file: NewFile): SlackFile;
    /** Resolves with the next view that the app opens for somebody, or changes. */
    nextView(user: SlackUser, type?: SlackView['type']): Promise<SlackView>;
    /** What somebody has open: the last form, or their App Home. */
    view(user: SlackUser, type?: SlackView['type']): SlackView | undefined;
    /** Takes the app's token away, and gives it another. */
    revokeToken(): string;
    see(view: SlackView): void;
  };

export function teamOf(core: Core, workspace: Workspace): SlackTeam {
  const { names, now } = core;
  const watching = new Set<(view: SlackView) => void>();
  return {
    ...acts(core, workspace),
    ...interactions(core, workspace),
    ...{ id: workspace.id, name: workspace.name, app: workspace.app, bot: workspace.bot, workspace },
    mention: `<@${workspace.bot.id}>`,
    get botToken() {
      return workspace.botToken;
    },
    addUser(user) {
      const made: SlackUser = {
        ...{ id: names.id('U'), name: user.realName.toLowerCase().replace(/[^a-z0-9]+/g, '.') },
        ...{ tz: 'Europe/Berlin', isBot: false, deleted: false, teamId: workspace.id, ...user },
      };
      workspace.users.set(made.id, made);
      return made;
    },
    addConversation(name, { kind = 'public', members = [], withoutApp = false } = {}) {
      const ids = members.map(({ id }) => id);
      const made: SlackConversation = {
        ...{ id: names.id(kind === 'mpim' ? 'G' : 'C'), name, kind, created: now(), archived: false, messages: [] },
        members: new Set(withoutApp ? ids : [...ids, workspace.bot.id]),
      };
      workspace.conversations.set(made.id, made);
      return made;
    },
    direct: (user) => directWith(workspace, user.id, { names, now: now() }),
    addFile({ name, user, content, ...parts }) {
      const file: SlackFile = {
        ...{ id: names.id('F'), name, user: user.id, content, created: Math.floor(now() / 1_000) },
        ...{ mimetype: 'application/octet-stream', mode: 'hosted' },
        ...{ size: sizeOf(content), ...parts },
      };
      workspace.files.set(file.id, file);
      return file;
    },
    nextView: (user, type = 'modal') =>
      new Promise((resolve) => {
        const watch = (view: SlackView) => {
          if (view.user !== user.id || view.type !== type) return;
          watching.delete(watch);
          resolve(view);
        };
        watching.add(watch);
      }),
    view: (user, type = 'modal') =>
      workspace.views.findLast((view) => view.user === user.id && view.type === type && view.open),
    revokeToken() {
      workspace.botToken = `xoxb-${names.hex(12)}-${names.hex(24)}`;
      return workspace.botToken;
    },
    see(view) {
      for (const watch of watching) watch(view);
    },
  };
}
