import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A telephone number as somebody wrote it, in E.164; undefined where it is none, or lacks the code of its country. */
export function phoneNumber(written: string, country: string | undefined): string | undefined {
  const number = parsePhoneNumberFromString(written, country && isSupportedCountry(country) ? country : undefined);
  return number?.isPossible() ? number.number : undefined;
}
