import type { Paper, SheetKind, SheetLanguage } from '@callbook/contracts';
import type { ColumnType, Generated } from 'kysely';
import type { Instant } from './columns.ts';

/** A sheet of paper that was printed. */
export interface FormTable {
  number: Generated<number>;
  kind: SheetKind;
  version: number;
  paper: Paper;
  language: SheetLanguage;
  departments: ColumnType<string[], string[], string[]>;
  printed_by: string;
  printed_at: Instant;
}
