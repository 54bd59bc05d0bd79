import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { LogPage } from './log/LogPage.tsx';
import { logSearch } from './log/search.ts';
import { NothingHere } from './shell/NothingHere.tsx';
import { Shell } from './shell/Shell.tsx';

/** Every page, by its address. The log comes with the first load; the others are fetched when somebody goes there. */
const door = createRootRoute({ notFoundComponent: NothingHere });
const signIn = createRoute({
  getParentRoute: () => door,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./access/SignInPage.tsx'), 'SignInPage'),
});
/** The pages of those who are signed in. */
const root = createRoute({ getParentRoute: () => door, id: 'desk', component: Shell });

const log = createRoute({ getParentRoute: () => root, id: 'log', component: LogPage, validateSearch: logSearch });
const logAlone = createRoute({ getParentRoute: () => log, path: '/' });
const call = createRoute({
  getParentRoute: () => log,
  path: '/calls/$reference',
  component: lazyRouteComponent(() => import('./call/CallPage.tsx'), 'CallPage'),
});

const figures = createRoute({
  getParentRoute: () => root,
  path: '/figures',
  component: lazyRouteComponent(() => import('./figures/FiguresPage.tsx'), 'FiguresPage'),
});
const channels = createRoute({
  getParentRoute: () => root,
  path: '/channels',
  component: lazyRouteComponent(() => import('./health/ChannelsPage.tsx'), 'ChannelsPage'),
});
const review = createRoute({
  getParentRoute: () => root,
  path: '/review',
  validateSearch: ({ contact }): { contact?: string } => (typeof contact === 'string' ? { contact } : {}),
  component: lazyRouteComponent(() => import('./review/ReviewPage.tsx'), 'ReviewPage'),
});
const paper = createRoute({
  getParentRoute: () => root,
  path: '/paper',
  component: lazyRouteComponent(() => import('./paper/PaperPage.tsx'), 'PaperPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
});
const docs = createRoute({
  getParentRoute: () => root,
  path: '/api/docs',
  component: lazyRouteComponent(() => import('./settings/ApiPage.tsx'), 'ApiPage'),
});

export const router = createRouter({
  routeTree: door.addChildren([
    signIn,
    root.addChildren([log.addChildren([logAlone, call]), review, paper, figures, channels, settings, docs]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: false,
  // Plain names and values, so that an address can be read, and sent on in a mail.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch(search) {
    const given = Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    );
    const text = new URLSearchParams(given).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
