import type { Answer } from '../api/client.ts';

export type Entry = Answer<'GET /api/review'>['items'][number];
export type Field = Entry['fields'][number];

/** What the fields of sheets are called. */
export const FIELD_NAMES: Readonly<Record<Field['name'], string>> = {
  date: 'Date',
  time: 'Time',
  name: 'Name',
  phone: 'Telephone',
  phoneOrRoom: 'Telephone or room',
  room: 'Room',
  email: 'E-mail',
  employeeNumber: 'Employee number',
  reference: 'Reference',
  matter: 'What is it about',
  note: 'Note',
};

/** Why a field is shown to a person. */
export const DOUBTS: Readonly<Record<Field['doubts'][number], string>> = {
  'hand-written': 'written by hand',
  'engines-differ': 'read in two ways',
  'one-engine': 'read by one engine alone',
  format: 'not of the form it should have',
  unlocated: 'its place was not found',
  guessed: 'guessed from a sheet of another kind',
  failed: 'could not be read',
};
