export { type HandOver, startHandOver } from './hand-over/hand-over.ts';
export { type Settings, settingsOf } from './hand-over/settings.ts';
