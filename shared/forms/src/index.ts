export { type FormCode, formatFormCode, parseFormCode } from './code.ts';
export type { Look } from './print/draw.ts';
export { printForms } from './print/print.ts';
export { type Box, CURRENT_VERSION, type Layout, type Point } from './sheet.ts';
export { type Field, type FieldName, type GroupName, type Template, type TickBox, templateOf } from './template.ts';
