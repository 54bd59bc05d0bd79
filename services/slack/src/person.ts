import type { Contact } from '@callbook/contracts';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { at, type Json, text } from './payload.ts';
import { slackUser } from './source-id.ts';
import { word } from './word.ts';

/** `de-DE`, as Slack writes it. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;

/** What a workspace says of somebody. */
export type Profile = {
  readonly name?: string;
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
  /** IANA. */
  readonly timeZone?: string;
  /** BCP 47: in which language they use Slack. */
  readonly language?: string;
  /** False of who is of another organisation, in a conversation that is shared with it. */
  readonly ours: boolean;
  /** An app, a workflow: not a person. */
  readonly bot: boolean;
};

/** Reads `users.info`. A telephone number without a country code is one of `country`. */
export function profileOf(user: Json, team: string, country: string | undefined): Profile {
  const profile = at(user, 'profile');
  const name = word(text(profile, 'real_name') ?? text(user, 'real_name') ?? text(profile, 'display_name'));
  const email = word(text(profile, 'email'))?.toLowerCase();
  const phone = phoneOf(text(profile, 'phone'), country);
  const timeZone = word(text(user, 'tz'));
  const language = LANGUAGE.exec(text(user, 'locale') ?? '')?.[0];
  const home = text(user, 'team_id') ?? team;
  const enterprise = text(user, 'enterprise_user', 'enterprise_id');
  return {
    ...(name && { name }),
    ...(email && { email }),
    ...(phone && { phone }),
    ...(timeZone && { timeZone }),
    ...(language && { language }),
    ours: user.is_stranger !== true && (home === team || enterprise !== undefined),
    bot: user.is_bot === true || user.id === 'USLACKBOT',
  };
}

/** Who said something, and what their workspace tells of them as far as it was asked. */
export type Author = {
  readonly user: string | undefined;
  readonly profile: Profile | undefined;
  /** What a bot calls itself. */
  readonly name?: string | undefined;
};

/**
 * Who said something. The workspace vouches for its members: they signed in to it, and their address is the one that it
 * knows them by. For who is of another organisation it does not.
 */
export function authorOf(team: string, { user, profile, name: ownName }: Author): Contact['from'] {
  const name = profile?.name ?? word(ownName);
  if (user === undefined) return { ...(name && { name }) };
  const { email, phone } = profile ?? {};
  return {
    ...{ slackUser: slackUser(team, user), ...(name && { name }), ...(email && { email }), ...(phone && { phone }) },
    ...((profile?.ours ?? true) && { verified: true }),
  };
}

function phoneOf(written: string | undefined, country: string | undefined): string | undefined {
  if (written === undefined || written.length > 40) return undefined;
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(written, home);
  return number?.isPossible() ? number.number : undefined;
}
