import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconDots, IconDownload, IconExternalLink, IconScissors } from '@tabler/icons-react';
import { useState } from 'react';
import { addressOf } from '../api/client.ts';
import { mayWork, useMe } from '../api/session.ts';
import type { Call, Contact } from '../api/types.ts';
import { bytes, clockTime, exactly, words } from '../format.ts';
import { sayDone, sayError } from '../shell/say.ts';
import { ChannelIcon } from '../show/ChannelIcon.tsx';
import { Mark } from '../show/Marks.tsx';
import styles from './call.module.css';
import { splitOff, useAfterDeed } from './deeds.ts';
import { Files, filesOf } from './Files.tsx';
import { Recording } from './Recording.tsx';
import { Said } from './Said.tsx';
import { readingOf, Scan } from './Scan.tsx';
import type { Told } from './timeline.ts';

/** One contact as it stands: who, by what way, what they said, and what came along. */
export function ContactCard({ told: { contact, revisions }, call }: { told: Told; call: Call }) {
  const { id, channel, from, machine, duplicateOf, original, linkedBy, why, details, problem } = contact;
  const files = filesOf(contact, revisions);
  const audio = files.filter(({ mediaType }) => mediaType.startsWith('audio/'));
  const heard =
    details.channel === 'voice'
      ? { segments: details.transcript?.segments, seconds: details.seconds }
      : { unwritten: contact.text === '' };
  const reading = readingOf([contact, ...revisions]);
  const [html, setHtml] = useState(false);
  const [shown, setShown] = useState(!machine && !duplicateOf);
  const name =
    from.name ?? from.email ?? from.phone ?? (details.channel === 'voice' ? details.caller : undefined) ?? 'Unknown';
  return (
    <li
      className={styles.contact}
      data-channel={channel}
      data-quiet={machine || duplicateOf ? true : undefined}
      data-contact={id}
    >
      <div className={styles.cardHead}>
        <ChannelIcon channel={channel} />
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className={`faint ${styles.place}`}>{placeOf(contact)}</span>
        <time dateTime={contact.receivedAt} title={exactly(contact.receivedAt)} className="faint numbers">
          {clockTime(contact.receivedAt)}
        </time>
        <Marks contact={contact} revisions={revisions} />
        <span className={styles.cardActs}>
          {contact.html && shown && (
            <SegmentedControl
              size="xs"
              aria-label="How the mail is shown"
              value={html ? 'html' : 'text'}
              onChange={(value) => setHtml(value === 'html')}
              data={[
                { value: 'text', label: 'Text' },
                { value: 'html', label: 'As sent' },
              ]}
            />
          )}
          <ContactMenu contact={contact} call={call} />
        </span>
      </div>
      {!shown ? (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setShown(true)}>
          {machine ? `Show the ${words(machine).toLowerCase()}` : 'Show what was said again'}
        </Button>
      ) : (
        <>
          {problem && <p className={styles.problem}>{problem.message}</p>}
          {audio.map((file) => (
            <Recording key={file.sha256} file={file} {...heard} />
          ))}
          {reading && <Scan reading={reading} />}
          {html ? (
            <iframe
              title={`The mail of ${name} as it was sent`}
              className={styles.html}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              referrerPolicy="no-referrer"
              src={addressOf('/api/contacts/{id}/html', { id })}
            />
          ) : (
            !(audio.length > 0 && details.channel === 'voice' && details.transcript) &&
            !(reading && contact.text === '') && <Said contact={contact} />
          )}
          <Files
            files={files.filter((file) => !audio.includes(file) && !file.inline)}
            refused={details.channel === 'slack' ? details.refusedFiles : undefined}
          />
        </>
      )}
      {linkedBy !== 'new' && why && <p className={styles.why}>Here because: {why}</p>}
      <p className={styles.original}>
        <a href={addressOf('/api/contacts/{id}/original', { id })} download="">
          <IconDownload size={13} aria-hidden /> Original, {bytes(original.size)}
        </a>
        {details.channel === 'slack' && details.permalink?.startsWith('https://') && (
          <a href={details.permalink} target="_blank" rel="noreferrer">
            <IconExternalLink size={13} aria-hidden /> Open in Slack
          </a>
        )}
      </p>
    </li>
  );
}

const MEDIA = {
  pending: 'being read',
  failed: 'to be read by a person',
  'needs-person': 'to be read by a person',
  done: '',
};
const HEARD = {
  pending: 'being listened to',
  failed: 'to be listened to',
  'needs-person': 'to be listened to',
  done: '',
};

function Marks({ contact, revisions }: { contact: Contact; revisions: readonly Contact[] }) {
  const { duplicateOf, machine, problem, media, details } = contact;
  const became = new Set(revisions.map(({ revises }) => revises?.cause));
  const state = media ? (media.kind === 'recording' ? HEARD : MEDIA)[media.state] : '';
  return (
    <>
      {became.has('edit') && <Mark>edited</Mark>}
      {became.has('deletion') && <Mark>deleted there</Mark>}
      {details.channel === 'slack' && details.loggedBy && <Mark>brought by a colleague</Mark>}
      {details.channel === 'voice' && details.missed && <Mark>missed: {details.missed.replaceAll('-', ' ')}</Mark>}
      {details.channel === 'phone' && details.takenBy && <Mark>taken by {details.takenBy}</Mark>}
      {details.channel === 'paper' && details.takenBy && <Mark>handed in by {details.takenBy}</Mark>}
      {duplicateOf && <Mark>said before</Mark>}
      {machine && <Mark>{words(machine)}</Mark>}
      {problem && <Mark tone="warn">unreadable part</Mark>}
      {state && <Mark tone="warn">{state}</Mark>}
    </>
  );
}

const PAPER_WAYS = {
  upload: (tray: string) => `in the tray ${tray}`,
  folder: (tray: string) => `in the tray ${tray}`,
  mail: (account: string) => `by a scanner, to ${account}`,
};

/** Where it was said, as people call that place. */
function placeOf({ account, channel, details }: Contact): string {
  if (details.channel === 'phone') return details.walkIn ? 'at the counter' : 'by telephone';
  if (details.channel === 'voice') {
    const to = details.called ? `to ${details.called}` : '';
    return details.kind === 'sms' ? `by text message ${to}` : to;
  }
  if (details.channel === 'paper') return PAPER_WAYS[details.way ?? 'upload'](account);
  if (details.channel !== 'slack') return channel === 'email' ? `to ${account}` : '';
  if (details.way === 'form') return 'by the form in Slack';
  if (details.audience === 'direct') return 'in a direct message';
  return details.conversationName ? `in #${details.conversationName}` : 'in Slack';
}

function ContactMenu({ contact, call }: { contact: Contact; call: Call }) {
  const me = useMe();
  const after = useAfterDeed();
  const alone = call.contacts.filter(({ revises, duplicateOf }) => !revises && !duplicateOf).length < 2;
  if (!mayWork(me) || alone || contact.duplicateOf) return null;
  const split = async () => {
    try {
      const parted = await splitOff(call.reference, [contact.id]);
      sayDone(`Now a call of its own: ${parted.reference}. z undoes it.`);
    } catch (error) {
      sayError('Not split off', error);
    }
    after(call.reference);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-xs" aria-label="More about this contact">
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconScissors size={16} />} onClick={split}>
          Another matter: make it a call of its own
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
