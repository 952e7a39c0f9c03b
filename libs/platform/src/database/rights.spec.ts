import { describe, expect, it } from 'vitest';
import { stepsToRights } from './rights.js';

const rights = (table: string, columns = ''): { table: Set<string>; columns: Set<string> } => ({
  table: new Set(table.split(' ').filter(Boolean)),
  columns: new Set(columns.split(' ').filter(Boolean)),
});
const FULL = rights('SELECT INSERT UPDATE DELETE');

describe('the statements for an account’s database rights', () => {
  it('are none without a difference', () => {
    expect(stepsToRights('wish', FULL, rights('DELETE UPDATE INSERT SELECT'))).toEqual({ grant: [], revoke: [] });
    expect(stepsToRights('event', rights('SELECT', 'hash seq'), rights('SELECT', 'seq hash'))).toEqual({
      grant: [],
      revoke: [],
    });
  });

  it('only grant to a new table', () => {
    expect(stepsToRights('event', rights(''), rights('SELECT INSERT', 'seq hash'))).toEqual({
      grant: ['GRANT SELECT, INSERT, UPDATE (seq, hash) ON event TO'],
      revoke: [],
    });
  });

  it('revoke excess rights and nothing else', () => {
    expect(stepsToRights('policy', rights('SELECT INSERT DELETE DROP', 'body'), rights('SELECT INSERT'))).toEqual({
      grant: [],
      revoke: ['REVOKE UPDATE (body) ON policy FROM', 'REVOKE DELETE, DROP ON policy FROM'],
    });
  });

  it('restore column rights that were revoked with the table’s right', () => {
    expect(stepsToRights('event', FULL, rights('SELECT INSERT', 'seq hash'))).toEqual({
      grant: ['GRANT UPDATE (seq, hash) ON event TO'],
      revoke: ['REVOKE UPDATE, DELETE ON event FROM', 'GRANT UPDATE (seq, hash) ON event TO'],
    });
  });
});
