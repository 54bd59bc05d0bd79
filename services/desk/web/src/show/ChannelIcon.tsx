import { IconBrandSlack, IconFileText, IconMail, IconPhone, IconRecordMail, IconWorld } from '@tabler/icons-react';
import type { Channel } from '../api/types.ts';

const ICONS = {
  email: IconMail,
  voice: IconRecordMail,
  slack: IconBrandSlack,
  paper: IconFileText,
  phone: IconPhone,
  web: IconWorld,
};
export const CHANNELS: Readonly<Record<Channel, string>> = {
  email: 'E-mail',
  voice: 'Voicemail',
  slack: 'Slack',
  paper: 'Paper',
  phone: 'Phone',
  web: 'Web form',
};

/** The picture of a channel, with its name for whoever does not see it. */
export function ChannelIcon({ channel, size = 16 }: { channel: Channel; size?: number }) {
  const Icon = ICONS[channel];
  return (
    <span role="img" aria-label={CHANNELS[channel]} title={CHANNELS[channel]} style={{ display: 'inline-flex' }}>
      <Icon size={size} stroke={1.6} aria-hidden />
    </span>
  );
}
