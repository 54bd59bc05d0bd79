export { type FormCode, formatFormCode, parseFormCode } from './code.ts';
export type { Look } from './print/draw.ts';
export { printForms } from './print/print.ts';
export { LANGUAGES, type Language } from './print/words.ts';
export {
  type Box,
  CURRENT_VERSION,
  type Layout,
  PAPERS,
  type Paper,
  type Point,
  SHEET_KINDS,
  type SheetKind,
} from './sheet.ts';
export { type Field, type FieldName, type GroupName, type Template, type TickBox, templateOf } from './template.ts';
export { MOST_DEPARTMENTS } from './tick-boxes.ts';
