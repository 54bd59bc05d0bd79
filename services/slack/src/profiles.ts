import { MINUTE, SECOND, type SlackWorkspace } from '@callbook/contracts';
import type { SlackApi } from './api.ts';
import { retryAfter } from './fault.ts';
import { inTime } from './in-time.ts';
import { type Profile, profileOf } from './person.ts';
import type { PhoneOwner } from './phone-owner.ts';

/** What the workspace says of its people, asked once in a while. */
export type Profiles = {
  /** What is known, or learnt within so many milliseconds. Undefined when Slack is slow, limited or away. */
  within(user: string, milliseconds: number): Promise<Profile | undefined>;
  /** Asks, however long it takes. @throws CallbookError `slack-api`, `slack-login`, `slack-limited`. */
  ask(user: string): Promise<Profile>;
  /** What is known at this moment. */
  known(user: string): Profile | undefined;
};

export type ProfilesDeps = {
  readonly workspace: Pick<SlackWorkspace, 'team' | 'profileMinutes'>;
  readonly api: Pick<SlackApi, 'profile'>;
  readonly ownsPhone: PhoneOwner;
  readonly country: string | undefined;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
};

/** Some 5 MB. */
const MOST = 20_000;

export function openProfiles({ workspace, api, ownsPhone, country, clock }: ProfilesDeps): Profiles {
  const cache = new Map<string, { readonly profile: Profile; readonly until: number }>();
  const asking = new Map<string, Promise<Profile>>();
  let limitedUntil = Number.NEGATIVE_INFINITY;

  const withOwnPhone = async ({ phone, ...profile }: Profile, user: string): Promise<Profile> =>
    phone !== undefined && (await ownsPhone(phone, user)) ? { ...profile, phone } : profile;

  const known = (user: string) => {
    const found = cache.get(user);
    return found && found.until > clock() ? found.profile : undefined;
  };
  const asked = async (user: string): Promise<Profile> => {
    try {
      // Somebody whom Slack does not know any more has said something all the same.
      const found = (await api.profile(user)) ?? { id: user };
      const profile = await withOwnPhone(profileOf(found, workspace.team, country), user);
      cache.delete(user);
      cache.set(user, { profile, until: clock() + workspace.profileMinutes * MINUTE });
      const [oldest] = cache.keys();
      if (cache.size > MOST && oldest !== undefined) cache.delete(oldest);
      return profile;
    } catch (error) {
      const seconds = retryAfter(error);
      if (seconds !== undefined) limitedUntil = clock() + seconds * SECOND;
      throw error;
    } finally {
      asking.delete(user);
    }
  };
  const ask = (user: string): Promise<Profile> => {
    const profile = known(user);
    if (profile) return Promise.resolve(profile);
    const going = asking.get(user) ?? asked(user);
    asking.set(user, going);
    return going;
  };
  return {
    ask,
    known,
    async within(user, milliseconds) {
      const profile = known(user);
      if (profile || clock() < limitedUntil) return profile;
      return inTime(ask(user), milliseconds);
    },
  };
}
