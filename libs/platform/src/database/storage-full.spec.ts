import { describe, expect, it } from 'vitest';
import { isStorageFull } from './storage-full.js';

const server = (errno: number, message: string): Error =>
  Object.assign(new Error('query failed'), { driverError: Object.assign(new Error(message), { errno }) });

describe('full storage', () => {
  it('is recognised by error numbers of the database and of the system', () => {
    expect(isStorageFull(server(1114, `The table 'wish' is full`))).toBe(true);
    expect(isStorageFull(server(1021, 'Disk full (/tmp); waiting for someone to free some space'))).toBe(true);
    expect(isStorageFull(server(1030, 'Got error 28 "No space left on device" from storage engine InnoDB'))).toBe(true);
    expect(isStorageFull(server(1026, `Error writing file 'binlog' (errno: 28 "No space left on device")`))).toBe(true);
    expect(isStorageFull(server(3, `Error writing file '/tmp/MY' (Errcode: 122 "Disk quota exceeded")`))).toBe(true);
  });

  it('is recognised by system error names at any depth', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EROFS'])
      expect(isStorageFull(new Error('outer', { cause: Object.assign(new Error('inner'), { code }) })), code).toBe(
        true,
      );
  });

  it('is not recognised in other errors or in texts of people', () => {
    expect(isStorageFull(server(1062, `Duplicate entry 'x' for key 'uq'`))).toBe(false);
    expect(isStorageFull(server(1030, 'Got error 168 from storage engine InnoDB'))).toBe(false);
    expect(isStorageFull(new Error('No space left on device'))).toBe(false);
    expect(isStorageFull(Object.assign(new Error('gone'), { code: 'ENOENT' }))).toBe(false);
    expect(isStorageFull(undefined)).toBe(false);
  });
});
