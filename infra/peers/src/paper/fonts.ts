import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

const { resolve } = createRequire(import.meta.url);
const google = (name: string, file: string) => () =>
  resolve(`@expo-google-fonts/${name}/400Regular/${file}_400Regular.ttf`);
const helvetica = () => join(dirname(resolve('pdfjs-dist/package.json')), 'standard_fonts/LiberationSans-Regular.ttf');

/** What people type with. */
export const PRINT_TYPES = ['helvetica', 'courier', 'lora', 'pt-sans', 'typewriter'] as const;
/** As well, and never looked at while the reader was made. */
export const HELD_OUT_TYPES = ['barlow', 'anonymous-pro'] as const;
/** What looks as if it were written by hand. */
export const HANDS = ['patrick-hand', 'caveat'] as const;
export type Type = (typeof PRINT_TYPES)[number] | (typeof HELD_OUT_TYPES)[number] | (typeof HANDS)[number];

const FILES: Record<Type, () => string> = {
  helvetica,
  courier: google('courier-prime', 'CourierPrime'),
  lora: google('lora', 'Lora'),
  'pt-sans': google('pt-sans', 'PTSans'),
  typewriter: google('special-elite', 'SpecialElite'),
  barlow: google('barlow', 'Barlow'),
  'anonymous-pro': google('anonymous-pro', 'AnonymousPro'),
  'patrick-hand': google('patrick-hand', 'PatrickHand'),
  caveat: google('caveat', 'Caveat'),
};

/** The name under which a canvas knows a type. */
export function familyOf(type: Type): string {
  const family = `Callbook ${type}`;
  if (!GlobalFonts.has(family)) GlobalFonts.registerFromPath(FILES[type](), family);
  return family;
}
