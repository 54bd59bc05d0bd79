import { ActionIcon, Button, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconActivityHeartbeat,
  IconChartBar,
  IconEye,
  IconKeyboard,
  IconMoon,
  IconNotebook,
  IconPlus,
  IconScan,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { takeNews } from '../api/calls.ts';
import { mayWork, useMe } from '../api/session.ts';
import { openStream } from '../api/stream.ts';
import { KeysHelp } from './KeysHelp.tsx';
import { useKeys } from './keys.ts';
import { LineBanner, LineState } from './LineState.tsx';
import { Logo } from './Logo.tsx';
import styles from './shell.module.css';

const QuickEntry = lazy(async () => ({ default: (await import('../entry/QuickEntry.tsx')).QuickEntry }));

const PAGES = [
  { to: '/', label: 'Log', icon: IconNotebook },
  { to: '/review', label: 'Review', icon: IconEye },
  { to: '/paper', label: 'Paper', icon: IconScan },
  { to: '/figures', label: 'Figures', icon: IconChartBar },
  { to: '/channels', label: 'Channels', icon: IconActivityHeartbeat },
  { to: '/settings', label: 'Settings', icon: IconSettings },
] as const;

/** What is around every page: where to go, whether news comes in, and the keys that work everywhere. */
export function Shell() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  const [entering, entry] = useDisclosure(false);
  const [helping, help] = useDisclosure(false);

  useEffect(
    () =>
      openStream({
        changed: (calls, created) => takeNews(client, calls, created),
        resync: () => void client.invalidateQueries(),
      }),
    [client],
  );
  useEffect(() => {
    // Addresses of calls as they were before this page had pages.
    const old = /^#(CB-\d+)$/i.exec(location.hash)?.[1];
    if (old) void navigate({ to: '/calls/$reference', params: { reference: old.toUpperCase() }, replace: true });
  }, [navigate]);
  useKeys({
    ...(mayWork(me) && { c: entry.open }),
    '?': help.open,
    'g l': () => void navigate({ to: '/' }),
    'g r': () => void navigate({ to: '/review' }),
    'g p': () => void navigate({ to: '/paper' }),
    'g f': () => void navigate({ to: '/figures' }),
    'g h': () => void navigate({ to: '/channels' }),
  });

  return (
    <div className={styles.shell}>
      <a href="#page" className={styles.skip}>
        To the page
      </a>
      <nav aria-label="Pages" className={styles.rail}>
        <Link to="/" className={styles.brand}>
          <Logo size={26} />
          <span>Callbook</span>
        </Link>
        {mayWork(me) && (
          <Button
            className={styles.enter}
            leftSection={<IconPlus size={16} />}
            onClick={entry.open}
            aria-keyshortcuts="c"
          >
            New call
          </Button>
        )}
        <div className={styles.pages}>
          {PAGES.map(({ to, label, icon: Icon }) => (
            <Link key={to} to={to} className={styles.page} activeOptions={{ exact: false, includeSearch: false }}>
              <Icon size={20} stroke={1.6} aria-hidden />
              <span>{label}</span>
            </Link>
          ))}
        </div>
        <div className={styles.foot}>
          <LineState />
          <span className={styles.tools}>
            <Tooltip label="Keys (?)">
              <ActionIcon variant="subtle" color="gray" aria-label="Keys" onClick={help.open}>
                <IconKeyboard size={18} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
            <SchemeButton />
          </span>
        </div>
      </nav>
      <main id="page" className={styles.main} tabIndex={-1}>
        <LineBanner />
        <Outlet />
      </main>
      <KeysHelp opened={helping} onClose={help.close} />
      <Suspense>{entering && <QuickEntry onClose={entry.close} />}</Suspense>
    </div>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = dark ? 'Light' : 'Dark';
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${label} colours`}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {dark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
      </ActionIcon>
    </Tooltip>
  );
}
