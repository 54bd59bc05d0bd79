import type { Intake } from '@callbook/intake';

/** Tells whose a telephone number is. @throws CallbookError `spool-full`, `spool-failed`. */
export type PhoneOwner = (phone: string, user: string) => Promise<boolean>;

const SHARED = 'shared';

/**
 * Whether a number belongs to one person. People write it into their profiles themselves, and many have that of their
 * office there: a number that two of them have tells nobody apart, and would make one person of both.
 */
export function openPhoneOwner(team: string, cursor: Intake['cursor']): PhoneOwner {
  return async (phone, user) => {
    const name = `slack:phone:${team}:${phone}`;
    const owner = cursor.get(name);
    if (owner === user) return true;
    if (owner !== SHARED) await cursor.set(name, owner === undefined ? user : SHARED);
    return owner === undefined;
  };
}
