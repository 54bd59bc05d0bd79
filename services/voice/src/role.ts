import type { Role } from '@callbook/runtime';

/** The voice adapter: callers leave a message, and each call becomes a contact. Without a number it does nothing. */
export const voiceRole: Role = {
  name: 'voice',
  async start(context) {
    const { twilio } = context.config.voice;
    if (!twilio) return context.logger.info('no numbers are configured (voice.twilio)');
    // Only here: Twilio's library takes a good tenth of a second and 25 MB to load.
    const { startAdapter } = await import('./adapter.ts');
    await startAdapter(context, twilio);
  },
};
